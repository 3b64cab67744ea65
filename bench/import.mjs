// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
//
// node bench/import.mjs [ROWS] [ROUNDS]
//
// Rows a second of an import of gifts, with rules, versions, journal and search, against sqlite3's own .import of the
// same rows into a table of the same columns and indexes. Both in turn, on the same disk; the median of the ratios.
// ".import" has no checks to pass, so the table there has none, and it is given what our table holds.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = process.env.WAARBORG ?? join(root, 'build/waarborg');
const rows = Number(process.argv[2] ?? 100000);
const rounds = Number(process.argv[3] ?? 3);
const folder = mkdtempSync(join(process.env.TMPDIR ?? tmpdir(), 'waarborg-import-'));
process.on('exit', () => rmSync(folder, {recursive: true, force: true}));

const run = (name, ...words) =>
  execFileSync(name, words, {cwd: folder, encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'inherit']});
const seconds = (work) => {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
};

// The same numbers each time.
let seed = 1;
const chance = (below) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
};
const one = (words) => words[chance(words.length)];
const two = (number) => String(number).padStart(2, '0');

function makeFiles() {
  const people = ['id,name,regime,office'];
  for (let i = 1; i <= 75; i++) {
    people.push(`p${i},Persoon ${i},political,assembly_member`);
  }
  writeFileSync(join(folder, 'people.csv'), people.join('\n'));
  const gifts = ['person,description,received_on,giver,value,response,destination'];
  for (let i = 0; i < rows; i++) {
    const value = one([`"${1 + chance(200)},${two(chance(100))}"`, `ca. ${5 + chance(90)} euro`, 'onbekend', '< 50 euro',
      `"€ ${1 + chance(99)},-"`]);
    const response = one(['gehouden', 'ingeleverd', 'geweigerd', '']);
    gifts.push([`p${1 + chance(75)}`,
      `${one(['Boek', 'Fles', 'Taart', 'Kaartjes', 'Diner', 'Penning', 'Mok', 'Vaas'])} nummer ${i}`,
      `${2016 + chance(10)}-${two(1 + chance(12))}-${two(1 + chance(28))}`,
      `${one(['Gemeente', 'Stichting', 'Vereniging', 'Museum', 'Bedrijf'])} ${one(['Zwolle', 'Breda', 'Gouda', 'Delft'])}`,
      value, response, response === 'ingeleverd' ? 'naar een goed doel' : ''].join(','));
  }
  writeFileSync(join(folder, 'gifts.csv'), gifts.join('\n'));
}

function init() {
  rmSync(join(folder, 'data'), {recursive: true, force: true});
  run(program, 'init', '--data', 'data', '--organisation', join(root, 'examples/organisation.yaml'));
  run(program, 'import', '--data', 'data', 'people', 'people.csv');
}

function ours() {
  init();
  let output;
  const time = seconds(() => (output = run(program, 'import', '--data', 'data', 'gifts', 'gifts.csv')));
  if (!output.includes(`${rows} read, ${rows} new,`)) {
    throw new Error(`not imported: ${output}`);
  }
  return time;
}

// The table and its indexes as they are in the database; SEARCH: with the index for free text too.
function schema(search) {
  const kept = run('sqlite3', 'data/waarborg.db',
    "SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL AND (name = 'register_gifts' OR (tbl_name = 'register_gifts'" +
    ` AND type = 'index')${search ? " OR name = 'register_gifts_search' OR tbl_name = 'register_gifts' AND type = 'trigger'" : ''})`);
  // Nor can it fill a table with a generated column: place is another name of number.
  return kept
    .replace(/ CHECK \("?\w+"? IN \(0, 1\)\)/g, '')
    .replace(/,\s*place \w+ GENERATED ALWAYS AS \(number\) VIRTUAL/, '')
    .replace(/, place\)/g, ', number)');
}

function theirs(statements) {
  rmSync(join(folder, 'plain.db'), {force: true});
  run('sqlite3', 'plain.db', statements);
  const time = seconds(() => run('sqlite3', 'plain.db', '.import --csv rows.csv register_gifts'));
  if (run('sqlite3', 'plain.db', 'SELECT COUNT(*) FROM register_gifts').trim() !== String(rows)) {
    throw new Error('.import did not read all rows');
  }
  return time;
}

makeFiles();
ours();
const columns = run('sqlite3', 'data/waarborg.db', // without those that are generated
  `SELECT group_concat('"' || name || '"') FROM pragma_table_info('register_gifts')`).trim();
writeFileSync(join(folder, 'rows.csv'),
  run('sqlite3', '-csv', 'data/waarborg.db', `SELECT ${columns} FROM register_gifts ORDER BY number`));
const withSearch = schema(true);
const withoutSearch = schema(false);
const measured = [];
for (let round = 0; round < rounds; round++) {
  const our = ours();
  measured.push({our, plain: theirs(withoutSearch), searched: theirs(withSearch)});
}
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
console.log(`import-rows ${Math.round(rows / median(measured.map((round) => round.our)))} rows/s`);
console.log(`import ratio ${median(measured.map((round) => round.plain / round.our)).toFixed(2)}`);
console.log(`import-search ratio ${median(measured.map((round) => round.searched / round.our)).toFixed(2)}`);
