// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
import assert from 'node:assert/strict';
import {existsSync, mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {folder, freePort, root, serve, waarborg} from './program.mjs';

const example = join(root, 'examples/organisation.yaml');

test('wrong usage says what is wrong, and exits with 2', async (context) => {
  const cwd = folder(context);
  for (const [words, said] of [
    [[], /no command was given/],
    [['fly'], /no command "fly"/],
    [['init', '--data', 'd'], /missing: --organisation/],
    [['init', '--data'], /a value is missing behind --data/],
    [['verify', '--data', 'd', '--data', 'e'], /given twice: --data/],
    [['verify', '--data', 'd', '--fast'], /no option --fast/],
    [['verify', '--data', 'd', 'more'], /one argument too many: more/],
  ]) {
    const {status, errors, output} = await waarborg(cwd, ...words);
    assert.equal(status, 2, words.join(' '));
    assert.match(errors, said);
    assert.equal(output, '');
  }
});

test('help lists the commands, and each explains itself', async (context) => {
  const cwd = folder(context);
  const {status, output} = await waarborg(cwd, 'help');
  assert.equal(status, 0);
  const names = [...output.matchAll(/^ {2}waarborg (\S+)/gm)].map((match) => match[1]);
  assert.ok(names.includes('init') && names.includes('serve') && names.length >= 6);
  for (const name of names) {
    const help = await waarborg(cwd, name, '--help');
    assert.equal(help.status, 0, name);
    assert.match(help.output, new RegExp(`^waarborg ${name}`));
    assert.match(help.output, /Exit status/);
  }
});

test('a body is added once, and a faulty organisation file leaves nothing', async (context) => {
  const cwd = folder(context);
  writeFileSync(join(cwd, 'faulty.yaml'), readFileSync(example, 'utf8').replace('kind: province', 'kind: provnice'));
  const faulty = await waarborg(cwd, 'init', '--data', 'data', '--organisation', 'faulty.yaml');
  assert.equal(faulty.status, 1);
  assert.match(faulty.errors, /^faulty\.yaml:\d+:\d+: .*province/m);
  assert.ok(!existsSync(join(cwd, 'data')));
  const missing = await waarborg(cwd, 'init', '--data', 'data', '--organisation', 'none.yaml');
  assert.notEqual(missing.status, 0);
  assert.match(missing.errors, /none\.yaml/);
  assert.equal((await waarborg(cwd, 'init', '--data', 'data', '--organisation', example)).status, 0);
  const again = await waarborg(cwd, 'init', '--data', 'data', '--organisation', example);
  assert.equal(again.status, 1);
  assert.match(again.errors, /already/);
  assert.equal(statSync(join(cwd, 'data')).mode & 0o077, 0);
});

test('an organisation file is changed by migrate, and a faulty one changes nothing', async (context) => {
  const cwd = folder(context);
  const text = readFileSync(example, 'utf8');
  const migrate = (file) => waarborg(cwd, 'migrate', '--data', 'data', '--organisation', file);
  const write = (name, ...changes) =>
    writeFileSync(join(cwd, name), changes.reduce((now, [from, to]) => now.replace(from, to), text));
  assert.equal((await waarborg(cwd, 'init', '--data', 'data', '--organisation', example)).status, 0);
  write('other.yaml', ['id: rijnmeren', 'id: elders']);
  write('faulty.yaml', ['gift_threshold: "50,00"', 'gift_threshold: veel'], ['nl: Provincie Rijnmeren', 'nl: Elders']);
  write('new.yaml', ['nl: Provincie Rijnmeren', 'nl: Provincie Nieuwmeren']);
  for (const [file, said] of [['other.yaml', /no body "elders"/], ['faulty.yaml', /^faulty\.yaml:\d+:\d+: /m]]) {
    const refused = await migrate(file);
    assert.equal(refused.status, 1);
    assert.match(refused.errors, said);
  }
  assert.equal((await migrate('new.yaml')).status, 0);
  const {get} = await serve(context, cwd, 'serve', '--data', 'data', '--listen', `127.0.0.1:${await freePort()}`);
  assert.match(await (await get('/')).text(), /Provincie Nieuwmeren/);
});

test('verify finds what was changed behind the journal, and a kept head finds a chain made anew', async (context) => {
  const cwd = folder(context);
  const filled = await waarborg(cwd, 'demo', '--data', 'data', '--fill-only', '--date', '2026-03-12');
  assert.equal(filled.status, 0, filled.errors);
  const sound = await waarborg(cwd, 'verify', '--data', 'data');
  assert.equal(sound.status, 0, sound.errors);
  const head = /^head (\S+)$/m.exec(sound.output)[1];
  assert.equal((await waarborg(cwd, 'verify', '--data', 'data', '--against', head)).status, 0);
  const other = head.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  const anew = await waarborg(cwd, 'verify', '--data', 'data', '--against', other);
  assert.equal(anew.status, 1);
  assert.match(anew.errors, /made anew/);
  const wrong = await waarborg(cwd, 'verify', '--data', 'data', '--against', 'yesterday');
  assert.equal(wrong.status, 2);
});

test('commands without a body or a database say what to do', async (context) => {
  const cwd = folder(context);
  for (const command of ['serve', 'verify', 'migrate']) {
    const {status, errors} = await waarborg(cwd, command, '--data', 'nothing-here');
    assert.notEqual(status, 0, command);
    assert.match(errors, /nothing-here|waarborg init/, command);
    assert.ok(!existsSync(join(cwd, 'nothing-here')), command);
  }
});

test('a folder that a server has is refused to a second one', async (context) => {
  const cwd = folder(context);
  assert.equal((await waarborg(cwd, 'init', '--data', 'data', '--organisation', example)).status, 0);
  const site = await serve(context, cwd, 'serve', '--data', 'data', '--listen', `127.0.0.1:${await freePort()}`);
  const page = await site.get('/');
  assert.equal(page.status, 200);
  assert.match(await page.text(), /Provincie Rijnmeren/);
  const second = await waarborg(cwd, 'serve', '--data', 'data', '--listen', `127.0.0.1:${await freePort()}`);
  assert.equal(second.status, 3);
  assert.match(second.errors, /another program|in use|runs/i);
  assert.equal((await waarborg(cwd, 'verify', '--data', 'data')).status, 0);
});

test('a command that writes runs inside the server, and its pages show it', async (context) => {
  const cwd = folder(context);
  assert.equal((await waarborg(cwd, 'init', '--data', 'data', '--organisation', example)).status, 0);
  const site = await serve(context, cwd, 'serve', '--data', 'data', '--listen', `127.0.0.1:${await freePort()}`);
  writeFileSync(join(cwd, 'people.csv'), 'id,name,regime,office\np1,J. de Proef,political,chair\n');
  writeFileSync(join(cwd, 'gifts.csv'), 'person;Wat;Datum\np1;Een heel bijzondere vaas;2026-01-02\n');
  assert.doesNotMatch(await (await site.get('/registers/geschenken')).text(), /bijzondere vaas/);
  for (const [register, file] of [['people', 'people.csv'], ['gifts', 'gifts.csv']]) {
    const {status, errors, output} = await waarborg(cwd, 'import', '--data', 'data', register, file);
    assert.equal(status, 0, errors);
    assert.match(output, /1/);
  }
  assert.match(await (await site.get('/registers/geschenken')).text(), /bijzondere vaas/);
  const refused = await waarborg(cwd, 'import', '--data', 'data', 'gifts', 'nowhere.csv');
  assert.equal(refused.status, 1);
  assert.match(refused.errors, /nowhere\.csv/);
});

// docs/adding-a-register.md is done word for word: its files are written, and its commands run.
test('adding a register as the page says', async (context) => {
  const cwd = folder(context);
  const page = readFileSync(join(root, 'docs/adding-a-register.md'), 'utf8');
  const files = [...page.matchAll(/^`(own\/[^`]+)`:\n\n```yaml\n([^]*?)^```$/gm)];
  assert.ok(files.length >= 2, 'the page shows files');
  for (const [, path, content] of files) {
    mkdirSync(join(cwd, path, '..'), {recursive: true});
    writeFileSync(join(cwd, path), content);
  }
  const check = await waarborg(cwd, 'check', 'own');
  assert.equal(check.status, 0, check.errors);
  assert.equal((await waarborg(cwd, 'init', '--data', 'data', '--organisation', example)).status, 0);
  const migrated = await waarborg(cwd, 'migrate', '--data', 'data', '--definitions', 'own');
  assert.equal(migrated.status, 0, migrated.errors);
  const listen = `127.0.0.1:${await freePort()}`;
  const site = await serve(context, cwd, 'serve', '--data', 'data', '--definitions', 'own', '--listen', listen);
  writeFileSync(join(cwd, 'people.csv'), 'id,name,regime,office\np1,J. de Proef,political,chair\n');
  writeFileSync(join(cwd, 'visits.csv'), 'person,host,visited_on,subjects\np1,Waterbedrijf,2026-01-02,water;wonen\n');
  for (const [register, file] of [['people', 'people.csv'], ['working-visits', 'visits.csv']]) {
    const {status, errors} = await waarborg(cwd, 'import', '--data', 'data', register, file);
    assert.equal(status, 0, errors);
  }
  const shown = await (await site.get('/registers/werkbezoeken')).text();
  assert.match(shown, /Werkbezoeken/);
  assert.match(shown, /Waterbedrijf/);
  assert.match(await (await site.get('/en/registers/werkbezoeken')).text(), /Working visits/);
  assert.equal((await waarborg(cwd, 'verify', '--data', 'data', '--definitions', 'own')).status, 0);
});

test('a definition that changed under its version is refused, and one that changed with it is brought in', async (context) => {
  const cwd = folder(context);
  mkdirSync(join(cwd, 'own/rijnmeren/registers'), {recursive: true});
  const path = join(cwd, 'own/rijnmeren/registers/hats.yaml');
  const hats = (version, type) => `register: hats
version: ${version}
path: hoeden
title: {nl: Hoeden, en: Hats}
lead: {nl: Welke hoeden men draagt., en: Which hats are worn.}
one: {nl: hoed, en: hat}
holder: person
identity: [person, colour]
fields:
  - {id: person, type: person, label: {nl: Wie, en: Who}, required: true, public: true, column: true}
  - {id: colour, type: ${type}, label: {nl: Kleur, en: Colour}, public: true, column: true}
workflow:
  states:
    - {id: worn, label: {nl: gedragen, en: worn}}
publication: {when: "true", by: person}
`;
  writeFileSync(path, hats(1, 'text'));
  const init = await waarborg(cwd, 'init', '--data', 'data', '--organisation', example, '--definitions', 'own');
  assert.equal(init.status, 0, init.errors);
  const migrate = () => waarborg(cwd, 'migrate', '--data', 'data', '--definitions', 'own');
  assert.equal((await migrate()).status, 0);
  writeFileSync(path, hats(1, 'text').replace('Kleur', 'Tint'));
  const same = await migrate();
  assert.equal(same.status, 1);
  assert.match(same.errors, /hats changed, but its version is 1/);
  writeFileSync(path, hats(2, 'number'));
  const type = await migrate();
  assert.equal(type.status, 1);
  assert.match(type.errors, /"colour" was a text, and cannot become a number/);
  writeFileSync(path, hats(2, 'text').replace('Kleur', 'Tint'));
  writeFileSync(join(cwd, 'people.csv'), 'id,name,regime,office\np1,J. de Proef,political,chair\n');
  const early = await waarborg(cwd, 'import', '--data', 'data', '--definitions', 'own', 'people', 'people.csv');
  assert.equal(early.status, 3);
  assert.match(early.errors, /waarborg migrate/);
  const raised = await migrate();
  assert.equal(raised.status, 0, raised.errors);
  assert.match(raised.output, /1 register made anew/);
});
