# SPDX-FileCopyrightText: 2026 The Waarborg authors
# SPDX-License-Identifier: EUPL-1.2
# The few commands a newcomer needs. Meson does the work; this file only gives it short names.
LISTEN ?= 127.0.0.1:8080
DATA ?= build/demo

all: build/build.ninja
	@ninja -C build

build/build.ninja:
	@tools/install --check build
	@meson setup build

install-needs:
	@tools/install check

demo:
	@tools/install build
	@$(MAKE) --no-print-directory all
	@build/waarborg demo --data "$(DATA)" --listen "$(LISTEN)"

check:
	@tools/install check
	@tests/run

bench: install-needs
	@bench/run

soak: install-needs
	@bench/soak

.PHONY: all install-needs demo check bench soak
