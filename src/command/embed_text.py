# SPDX-FileCopyrightText: 2026 The Waarborg authors
# SPDX-License-Identifier: EUPL-1.2
"""Writes a text file as a string of a C program: embed_text.py NAME INPUT OUTPUT"""
import sys

name, source, output = sys.argv[1:]
with open(source, 'rb') as file:
    content = file.read()
with open(output, 'w', encoding='ascii') as code:
    code.write(f'extern const char {name}[];\nconst char {name}[] = {{\n')
    for start in range(0, len(content), 24):
        code.write(''.join(f"'\\x{byte:02x}'," for byte in content[start:start + 24]) + '\n')
    code.write("'\\0'};\n")
