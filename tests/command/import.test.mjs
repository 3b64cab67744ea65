// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {openSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {setTimeout as wait} from 'node:timers/promises';
import {folder, program, root, waarborg} from './program.mjs';

const example = join(root, 'examples/organisation.yaml');

// A body with two people.
async function body(context) {
  const cwd = folder(context);
  writeFileSync(join(cwd, 'people.csv'), 'id,name,regime\np1,A. Çelik,political\np2,B. de Boer,political\n');
  for (const words of [
    ['init', '--data', 'data', '--organisation', example],
    ['import', '--data', 'data', 'people', 'people.csv'],
  ]) {
    const {status, errors} = await waarborg(cwd, ...words);
    assert.equal(status, 0, errors);
  }
  return cwd;
}

test('an import tells what came of it, by register id or path', async (context) => {
  const cwd = await body(context);
  writeFileSync(join(cwd, 'gifts.csv'), 'lid;geschenk;waarde\r\np1;Fles;€ 10\r\np2;Boek;ca. 60 euro\r\n');
  const first = await waarborg(cwd, 'import', '--data', 'data', 'geschenken', 'gifts.csv');
  assert.equal(first.status, 0, first.errors);
  assert.equal(first.output,
    'gifts: 2 read, 2 new, 0 changed, 0 ended, 0 same, 0 repeated, 0 refused, 0 warnings\n');
  const again = await waarborg(cwd, 'import', '--data', 'data', 'gifts', 'gifts.csv');
  assert.equal(again.status, 0);
  assert.match(again.output, /exactly this file was imported at 20.*: nothing changes\ngifts: 2 read, 0 new, .* 2 same/);
});

test('faults stand at FILE:LINE:COL, refuse the file, and exit with 1', async (context) => {
  const cwd = await body(context);
  writeFileSync(join(cwd, 'gifts.csv'), 'lid,geschenk,waarde\np1,Fles,10\np1,Boek,veel\n');
  const words = ['import', '--data', 'data', 'gifts', 'gifts.csv'];
  const refused = await waarborg(cwd, ...words);
  assert.equal(refused.status, 1);
  assert.match(refused.errors, /^gifts\.csv:3:9: waarde: "veel" is no amount of money; expected/m);
  assert.match(refused.errors, /nothing was changed/);
  assert.equal((await waarborg(cwd, 'export', '--data', 'data', 'gifts', '--format', 'json')).output, '[\n]\n');
  const dry = await waarborg(cwd, ...words, '--dry-run');
  assert.equal(dry.status, 1);
  assert.match(dry.output, /^line 3: refused\nline 2: new\n/);
  const kept = await waarborg(cwd, ...words, '--skip-faulty');
  assert.equal(kept.status, 1);
  assert.match(kept.output, /2 read, 1 new, .*1 refused/);
  assert.match((await waarborg(cwd, 'export', '--data', 'data', 'gifts', '--plain')).output, /^p1,A. Çelik,,Fles,/m);
});

test('files are read as people have them', async (context) => {
  const cwd = await body(context);
  writeFileSync(join(cwd, 'windows.csv'), Buffer.from('lid;geschenk;gever\np1;Fles;Caf\xe9\n', 'latin1'));
  const windows = await waarborg(cwd, 'import', '--data', 'data', 'gifts', 'windows.csv');
  assert.equal(windows.status, 0, windows.errors);
  assert.match(windows.output, /^read as Windows-1252/);
  writeFileSync(join(cwd, 'sixteen.csv'), Buffer.from('\ufefflid\tgeschenk\tgever\np1\tFles\tCafé\n', 'utf16le'));
  const sixteen = await waarborg(cwd, 'import', '--data', 'data', 'gifts', 'sixteen.csv');
  assert.equal(sixteen.status, 0, sixteen.errors);
  assert.match(sixteen.output, /1 read, 0 new, .* 1 same/);
  const child = spawn(program, ['import', '--data', 'data', 'gifts', '-'],
    {cwd, stdio: [openSync(join(cwd, 'sixteen.csv')), 'pipe', 'pipe']});
  assert.equal(await new Promise((resolve) => child.on('close', resolve)), 0);
});

test('what is asked wrongly says so', async (context) => {
  const cwd = await body(context);
  writeFileSync(join(cwd, 'x.csv'), 'lid,geschenk\np1,Fles\n');
  for (const [words, status, said] of [
    [['gift', 'x.csv'], 1, /no register "gift"; expected one of .*gifts/],
    [['gifts', 'none.csv'], 1, /none\.csv/],
    [['gifts', '.'], 1, /folder/],
    [['gifts', 'x.csv', '--map', 'giver'], 2, /--map giver: expected NAME=VALUE/],
    [['gifts', 'x.csv', '--body', 'elders'], 1, /no body "elders"/],
  ]) {
    const result = await waarborg(cwd, 'import', '--data', 'data', ...words);
    assert.equal(result.status, status, `${words}: ${result.errors}`);
    assert.match(result.errors, said);
  }
  const format = await waarborg(cwd, 'export', '--data', 'data', 'gifts', '--format', 'xml');
  assert.equal(format.status, 2);
  assert.match(format.errors, /expected csv or json/);
});

test('an export opens in a Dutch spreadsheet, and holds only what may be seen', async (context) => {
  const cwd = await body(context);
  writeFileSync(join(cwd, 'gifts.csv'),
    'lid,geschenk,waarde,datum,thuis bezorgd,status\np1,=1+1,"1234,5",2024-03,ja,gemeld\np2,Weg,,,nee,ingetrokken\n');
  assert.equal((await waarborg(cwd, 'import', '--data', 'data', 'gifts', 'gifts.csv')).status, 0);
  const all = await waarborg(cwd, 'export', '--data', 'data', 'gifts');
  assert.equal(all.output,
    '\ufeffperson;person_name;kind;description;giver;received_on;value;perishable;sent_home;reason;response;destination;state\r\n' +
    "p1;A. Çelik;;'=1+1;;2024-03;1234,50;;ja;;;;declared\r\n" +
    'p2;B. de Boer;;Weg;;;;;nee;;;;withdrawn\r\n');
  const open = await waarborg(cwd, 'export', '--data', 'data', 'gifts', '--public', '--labels', 'nl');
  assert.equal(open.output,
    '\ufeffAan wie (nummer);Aan wie;Soort;Wat;Van wie;Datum;Waarde;Aan bederf onderhevig;Reden voor het werk;' +
    'Wat ermee is gedaan;Bestemming;Status\r\n' +
    "p1;A. Çelik;;'=1+1;;2024-03;1234,50;;;;;opgegeven\r\n");
  const json = JSON.parse((await waarborg(cwd, 'export', '--data', 'data', 'gifts', '--format', 'json', '--public')).output);
  assert.deepEqual(json, [{person: 'p1', person_name: 'A. Çelik', description: '=1+1', received_on: '2024-03',
    value: {cents: 123450, kind: 'exact'}, state: 'declared'}]);
});

test('an import that is killed leaves nothing behind', async (context) => {
  const cwd = await body(context);
  const rows = ['person,description,received_on,giver,value'];
  for (let i = 0; i < 20000; i++) {
    rows.push(`p${1 + (i % 2)},Boek ${i},2024-01-01,Boekhandel ${i % 97},"${i % 50},00"`);
  }
  writeFileSync(join(cwd, 'many.csv'), rows.join('\n'));
  for (const milliseconds of [300, 1000, 2000]) {
    const child = spawn(program, ['import', '--data', 'data', 'gifts', 'many.csv'], {cwd, stdio: 'ignore'});
    const ended = new Promise((resolve) => child.on('close', (status, signal) => resolve(signal ?? status)));
    await wait(milliseconds);
    child.kill('SIGKILL');
    const how = await ended;
    const verified = await waarborg(cwd, 'verify', '--data', 'data');
    assert.equal(verified.status, 0, verified.errors);
    const kept = JSON.parse((await waarborg(cwd, 'export', '--data', 'data', 'gifts', '--format', 'json')).output).length;
    assert.ok(kept === 20000 || (kept === 0 && how === 'SIGKILL'), `${kept} after ${milliseconds} ms`);
    if (kept) {
      return;
    }
  }
  const whole = await waarborg(cwd, 'import', '--data', 'data', 'gifts', 'many.csv');
  assert.match(whole.output, /20000 read, 20000 new/);
});
