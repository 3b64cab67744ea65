// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {folder, freePort, root, serve, waarborg} from './program.mjs';

const example = join(root, 'examples/organisation.yaml');
const link = /^https:\/\/registers\.rijnmeren\.example\/inloggen\/link\/([A-Za-z0-9_-]{43})$/m;

async function start(context) {
  const cwd = folder(context);
  assert.equal((await waarborg(cwd, 'init', '--data', 'data', '--organisation', example)).status, 0);
  writeFileSync(
    join(cwd, 'people.csv'),
    'id;name;regime;office;since;email\n' +
      'p1;Anneke Visser;political;assembly_member;2023-03-29;A.Visser@rijnmeren.example\n' +
      'p2;Bram Mulder;political;assembly_member;2023-03-29;\n',
  );
  const imported = await waarborg(cwd, 'import', '--data', 'data', 'people', 'people.csv');
  assert.equal(imported.status, 0, imported.errors);
  return {cwd, account: (...words) => waarborg(cwd, 'account', '--data', 'data', ...words)};
}

test('an account is made for somebody in the register, with a link', async (context) => {
  const {account} = await start(context);
  const added = await account('add', '--person', 'p1');
  assert.equal(added.status, 0, added.errors);
  assert.match(added.output, link);
  assert.match(added.output, /p1 can sign in as a\.visser@rijnmeren\.example/);
  for (const [words, said] of [
    [['add', '--person', 'p1'], /an account already/],
    [['add', '--person', 'p3'], /no "p3"/],
    [['add', '--person', 'p2'], /no e-mail address/],
    [['add', '--person', 'p2', '--email', 'A.VISSER@rijnmeren.example'], /an account already/],
    [['add', '--person', 'p2', '--email', 'bram'], /not an e-mail address/],
    [['disable', '--person', 'p2'], /has no account/],
    [['enable', '--person', 'p1'], /not disabled/],
  ]) {
    const {status, errors, output} = await account(...words);
    assert.equal(status, 1, words.join(' '));
    assert.match(errors, said);
    assert.equal(output, '');
  }
  for (const words of [['fly'], ['add'], ['disable'], ['disable', '--person', 'p1', '--email', 'x@y'], []]) {
    assert.equal((await account(...words)).status, 2, words.join(' '));
  }
  assert.equal((await account('add', '--person', 'p2', '--email', 'bram@mulder.example', '--language', 'en')).status, 0);
  assert.equal(
    (await account('list')).output,
    'a.visser@rijnmeren.example\tp1\tinvited\t\nbram@mulder.example\tp2\tinvited\t\n',
  );
});

test('accounts are reset, disabled and enabled while the server runs', async (context) => {
  const {cwd, account} = await start(context);
  const first = link.exec((await account('add', '--person', 'p1')).output)[1];
  const server = await serve(context, cwd, 'serve', '--data', 'data', '--listen', `127.0.0.1:${await freePort()}`);
  const reset = await account('reset', '--email', 'a.visser@RIJNMEREN.example', '--totp');
  assert.equal(reset.status, 0, reset.errors);
  assert.notEqual(link.exec(reset.output)[1], first);
  assert.equal((await account('disable', '--person', 'p1')).status, 0);
  assert.match((await account('list')).output, /\tdisabled\t/);
  const refused = await account('reset', '--person', 'p1');
  assert.equal(refused.status, 1);
  assert.match(refused.errors, /disabled/);
  assert.equal((await account('enable', '--person', 'p1')).status, 0);
  assert.match((await account('list')).output, /\tinvited\t/);
  assert.equal((await server.get('/healthz')).status, 200);
});
