// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';

const root = fileURLToPath(new URL('../..', import.meta.url));

function bundled() {
  const folder = mkdtempSync(join(tmpdir(), 'waarborg-assets-'));
  try {
    execFileSync(process.execPath, [join(root, 'tools/assets.mjs'), '--folder', folder]);
    const name = readdirSync(folder).find((one) => one.endsWith('.css'));
    return {name, style: readFileSync(join(folder, name), 'utf8')};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

const {name, style} = bundled();

test('the bundle is the same each time', () => {
  assert.equal(bundled().name, name);
});

test('the stylesheet stays small', () => {
  assert.ok(gzipSync(style, {level: 9}).length < 20_000);
});

test('every variable that is used has a value', () => {
  const given = new Set([...style.matchAll(/(--[\w-]+):/g)].map((match) => match[1]));
  const used = [...style.matchAll(/var\((--[\w-]+)\)/g)].map((match) => match[1]);
  assert.ok(used.length > 200);
  assert.deepEqual(used.filter((one) => !given.has(one)), []);
});

test('every class of a page is known to a style', () => {
  const known = new Set([...style.matchAll(/\.([a-z][\w-]*)/g)].map((match) => match[1]));
  const components = JSON.parse(readFileSync(join(root, 'assets/components.json'), 'utf8'));
  Object.values(components).flat().forEach((one) => known.add(one));
  const templates = join(root, 'templates');
  const pages = existsSync(templates) ? readdirSync(templates, {recursive: true}).map((one) => join(templates, one)) : [];
  const unknown = [join(root, 'assets/specimen.html'), ...pages.filter((one) => /\.\w+$/.test(one))].flatMap((page) => {
    const text = readFileSync(page, 'utf8');
    const classes = [...text.matchAll(/\bclass="([^"{]*)"/g)].flatMap((match) => match[1].split(/\s+/));
    return classes.filter((one) => one !== '' && !known.has(one)).map((one) => `${page.slice(root.length)}: ${one}`);
  });
  assert.deepEqual(unknown, []);
});

test('no host of a registry stands in the lock file', () => {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  assert.equal(lock.includes('"resolved"'), false);
});
