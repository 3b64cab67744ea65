# SPDX-FileCopyrightText: 2026 The Waarborg authors
# SPDX-License-Identifier: EUPL-1.2
"""Writes files as a table of a C program, of struct register_source: embed.py NAME OUTPUT ROOT FILE..."""
import os
import sys

table, output, root, *files = sys.argv[1:]
with open(output, 'w', encoding='utf-8') as code:
    code.write('#include "register/definition.h"\n')
    for number, path in enumerate(files):
        with open(path, 'rb') as file:
            content = file.read()
        code.write(f'static const char file_{number}[] = {{\n')
        for start in range(0, len(content), 24):
            code.write(''.join(f"'\\x{byte:02x}'," for byte in content[start:start + 24]) + '\n')
        code.write("'\\0'};\n")
    code.write(f'extern const struct register_source {table}[];\nconst struct register_source {table}[] = {{\n')
    for number, path in enumerate(files):
        name = os.path.relpath(path, root).replace(os.sep, '/')
        code.write(f'{{{{"{name}", {len(name)}}}, {{file_{number}, sizeof file_{number} - 1}}, false}},\n')
    code.write('};\n')
    code.write(f'extern const size_t {table}_count;\nconst size_t {table}_count = {len(files)};\n')
