// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {folder, root, waarborg} from './program.mjs';

test('access prints every right with the line that gives it', async (context) => {
  const cwd = folder(context);
  const {status, output} = await waarborg(cwd, 'access', '--format', 'json');
  assert.equal(status, 0);
  const rights = JSON.parse(output);
  const settle = rights.find((right) => right.subject === 'gifts' && right.what === 'step settle' && right.who === 'clerk');
  assert.equal(settle.reach, 'all');
  for (const {subject, who, place} of rights.filter((right) => right.place)) {
    const [, file, line] = /^(.*):(\d+)$/.exec(place);
    const written = readFileSync(join(root, file), 'utf8').split('\n').slice(Number(line) - 1, Number(line) + 40).join('\n');
    assert.ok(who === 'public' || written.includes(who), `${subject} ${who} ${place}`);
  }
  const pages = rights.filter((right) => right.subject.startsWith('/'));
  assert.ok(pages.some((right) => right.subject === '/mijn' && right.who === 'signed-in'));
});

test('access in the other formats, and what it refuses', async (context) => {
  const cwd = folder(context);
  const text = await waarborg(cwd, 'access');
  assert.equal(text.status, 0);
  assert.match(text.output, /^gifts$/m);
  assert.match(text.output, /^ {2}see +holder +own +definitions\/registers\/gifts\.yaml:\d+$/m);
  assert.match((await waarborg(cwd, 'access', '--format', 'csv')).output, /subject;what;who;reach;place\r\n/);
  const wrong = await waarborg(cwd, 'access', '--format', 'xml');
  assert.equal(wrong.status, 2);
  assert.match(wrong.errors, /text, csv or json/);
});
