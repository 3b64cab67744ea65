// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
// Debian's Chromium under Playwright.
import {chromium} from 'playwright-core';

export function launchChromium() {
  // Chromium refuses its sandbox to root; the pages here are our own.
  const args = process.getuid() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args});
}

// Whether something sticks out at the right side: [what, how far] of each element, innermost last.
export function stickingOut(page) {
  return page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= edge) {
      return [];
    }
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > edge + 1)
      .map((element) => `${element.localName}.${element.className} ${element.getBoundingClientRect().right - edge}`);
  });
}
