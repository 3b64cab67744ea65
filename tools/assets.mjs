// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
//
// Makes one stylesheet of the components we use, the theme and our own styles, and puts it with fonts and icon into a
// C file: tools/assets.mjs --output FILE.c --depfile FILE.d, or --folder DIR to look at the files themselves.
//
// The packages hold 400 kB of components and 200 kB of tokens. What goes out: selectors with a class that
// assets/components.json does not name, fallbacks that can never be taken, and tokens that nothing refers to.
import {createHash} from 'node:crypto';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {basename, dirname, join, relative, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {gzipSync} from 'node:zlib';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const theme = '@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css';
const own = ['fonts', 'theme', 'base', 'layout', 'parts', 'forms', 'charts', 'print'];
const components = JSON.parse(readFileSync(join(root, 'assets/components.json'), 'utf8'));
const keptClasses = new Set(Object.values(components).flat());

const {values: options} = parseArgs({
  options: {output: {type: 'string'}, depfile: {type: 'string'}, folder: {type: 'string'}},
});

async function load(name) {
  try {
    return await import(name);
  } catch (problem) {
    console.error(`tools/assets.mjs: ${name} is not there (${problem.code}); run: make install-needs`);
    process.exit(1);
  }
}
const esbuild = await load('esbuild');
const {transform} = await load('lightningcss');

function hash(bytes) {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 8);
}

// All styles in one text, in order; fonts stand beside it under names that change with their content.
async function bundle() {
  const imports = [
    `@import "${theme}";`,
    ...Object.keys(components).map((name) => `@import "@utrecht/${name}-css/dist/index.css";`),
    ...own.map((name) => `@import "./assets/${name}.css";`),
  ];
  const result = await esbuild.build({
    stdin: {contents: imports.join('\n'), resolveDir: root, loader: 'css', sourcefile: 'assets'},
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    outdir: 'out',
    loader: {'.woff2': 'file'},
    assetNames: '[name].[hash]',
    logLevel: 'error',
    legalComments: 'none',
    target: ['chrome109', 'firefox115', 'safari16'],
  });
  return {
    style: result.outputFiles.find((file) => file.path.endsWith('.css')).text,
    fonts: result.outputFiles.filter((file) => file.path.endsWith('.woff2')),
    inputs: Object.keys(result.metafile.inputs).filter((name) => name !== 'assets'),
  };
}

function classesOf(selector) {
  return selector.flatMap((part) => {
    if (part.type === 'class') {
      return [part.name];
    }
    return part.type === 'pseudo-class' && part.kind === 'host' ? classesOf(part.selectors ?? []) : [];
  });
}

function isKept(selector) {
  return classesOf(selector).every((name) => !name.startsWith('utrecht-') || keptClasses.has(name));
}

// Without the rules of components that we do not use; the theme's tokens hold for the whole page.
function withoutStrangers(style) {
  const {code} = transform({
    filename: 'bundle.css',
    code: Buffer.from(style.replace(/\.voorbeeld-theme\b/g, ':root')),
    visitor: {
      Rule: {
        style(rule) {
          return rule.value.selectors.some(isKept) ? undefined : [];
        },
      },
      Selector(selector) {
        return isKept(selector) ? undefined : [];
      },
    },
  });
  return code.toString();
}

// The end of the parenthesis that opens before FROM.
function closing(text, from) {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') {
      depth++;
    } else if (text[at] === ')' && --depth === 0) {
      return at;
    }
  }
  throw new Error(`no end to: ${text.slice(from, from + 60)}`);
}

// Each var(--name, fallback) that can be decided now is: by the token where it always has a value, by the fallback
// where nothing gives it one. Names that begin with --_ are the components' own and are set by some of their classes.
function decided(text, defined) {
  let result = '';
  let from = 0;
  for (;;) {
    const start = text.indexOf('var(', from);
    if (start < 0) {
      return result + text.slice(from);
    }
    const end = closing(text, start + 4);
    const inside = text.slice(start + 4, end);
    const comma = inside.indexOf(',');
    const name = (comma < 0 ? inside : inside.slice(0, comma)).trim();
    const fallback = comma < 0 ? null : decided(inside.slice(comma + 1).trim(), defined);
    result += text.slice(from, start);
    if (fallback === null || (defined.has(name) && !name.startsWith('--_'))) {
      result += `var(${name})`;
    } else if (defined.has(name)) {
      result += `var(${name}, ${fallback})`;
    } else {
      result += fallback;
    }
    from = end + 1;
  }
}

const declaration = /^\s*(--[\w-]+):(?:"[^"\n]*"|[^;{}"])*;\n/gm;

function withoutUnusedTokens(style) {
  for (;;) {
    const used = new Set([...style.matchAll(/var\((--[\w-]+)/g)].map((match) => match[1]));
    const smaller = style.replace(declaration, (line, name) => (used.has(name) ? line : ''));
    if (smaller === style) {
      return style;
    }
    style = smaller;
  }
}

// A declaration that needs a value nobody gives would only undo what an element inherits.
function withoutUndefined(style, defined) {
  return style.replace(/^\s*[\w-]+: ([^;{}]*);\n/gm, (line, value) => {
    const names = [...value.matchAll(/var\((--[\w-]+)\)/g)].map((match) => match[1]);
    return names.some((name) => !defined.has(name)) ? '' : line;
  });
}

function pruned(style) {
  style = withoutStrangers(style);
  const defined = new Set([...style.matchAll(declaration)].map((match) => match[1]));
  style = withoutUndefined(decided(style, defined), defined);
  return withoutUnusedTokens(style);
}

function minified(style) {
  const {code} = transform({filename: 'waarborg.css', code: Buffer.from(style), minify: true});
  return Buffer.from(code);
}

function asset(name, file, type, bytes) {
  const compressed = type.startsWith('font/') ? null : gzipSync(bytes, {level: 9});
  if (compressed) {
    compressed[9] = 255; // The system that compressed it is of no interest, and the build should not depend on it.
  }
  return {name, path: `/assets/${file}`, file, type, bytes, compressed};
}

function fontAsset(font) {
  // noto-sans-latin-ext-400-normal.ABCDEFGH.woff2 is font-latin-ext-400
  const name = basename(font.path).replace(/^noto-sans-(.*)-normal\..*$/, 'font-$1');
  return asset(name, basename(font.path), 'font/woff2', Buffer.from(font.contents));
}

function bytesInC(name, bytes) {
  const lines = [];
  for (let at = 0; at < bytes.length; at += 24) {
    lines.push(`    ${[...bytes.subarray(at, at + 24)].join(',')},`);
  }
  return `static const unsigned char ${name}[] = {\n${lines.join('\n')}\n};\n`;
}

function inC(assets) {
  const parts = ['/* Made by tools/assets.mjs. */\n#include "web/assets.h"\n'];
  const rows = assets.map((one, index) => {
    parts.push(bytesInC(`data_${index}`, one.bytes));
    if (one.compressed) {
      parts.push(bytesInC(`compressed_${index}`, one.compressed));
    }
    const compressed = one.compressed ? `compressed_${index}, sizeof compressed_${index}` : 'NULL, 0';
    return `    {"${one.name}", "${one.path}", "${one.type}", data_${index}, sizeof data_${index}, ${compressed}},`;
  });
  parts.push(`const struct web_asset web_assets[] = {\n${rows.join('\n')}\n};\n`);
  parts.push('const size_t web_asset_count = sizeof web_assets / sizeof web_assets[0];\n');
  return parts.join('\n');
}

const {style, fonts, inputs} = await bundle();
const sheet = minified(pruned(style));
const icon = Buffer.from(readFileSync(join(root, 'assets/icon.svg'), 'utf8').replace(/<!--.*?-->\n/gs, ''));
const assets = [
  asset('style', `waarborg.${hash(sheet)}.css`, 'text/css; charset=utf-8', sheet),
  asset('icon', `waarborg.${hash(icon)}.svg`, 'image/svg+xml', icon),
  ...fonts.map(fontAsset).sort((one, other) => (one.name < other.name ? -1 : 1)),
];

if (options.folder) {
  mkdirSync(options.folder, {recursive: true});
  for (const one of assets) {
    writeFileSync(join(options.folder, one.file), one.bytes);
    console.log(`${one.name}\t${one.file}\t${one.bytes.length}\t${one.compressed?.length ?? ''}`);
  }
}
if (options.output) {
  writeFileSync(options.output, inC(assets));
}
if (options.depfile) {
  const sources = [...inputs, 'assets/components.json', 'assets/icon.svg', 'tools/assets.mjs'];
  const paths = sources.map((name) => relative(process.cwd(), join(root, name)).replace(/ /g, '\\ '));
  writeFileSync(options.depfile, `${options.output}: ${paths.join(' ')}\n`);
}
