// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
//
// tools/check-tidy.mjs BUILD: clang-tidy over every C file that BUILD compiles, as many at a time as there are
// processors. A file whose text, headers, flags and checks are those of an earlier clean run is not read again.
import {spawn, execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {availableParallelism, cpus} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const build = resolve(process.argv[2] ?? 'build');
const clean = join(root, '.cache/tidy');
mkdirSync(clean, {recursive: true});

const checks = readFileSync(join(root, '.clang-tidy')) + readFileSync(join(root, 'tests/.clang-tidy')) +
  readFileSync(join(root, 'bench/.clang-tidy')) + execFileSync('clang-tidy', ['--version']);
const texts = new Map();

function text(file) {
  if (!texts.has(file)) {
    texts.set(file, existsSync(file) ? readFileSync(file, 'utf8') : null);
  }
  return texts.get(file);
}

// FILE and, once each, all headers that it includes by a name in quotes.
function closure(file, folders, seen = new Set()) {
  const content = text(file);
  if (content === null || seen.has(file)) {
    return seen;
  }
  seen.add(file);
  for (const [, name] of content.matchAll(/^\s*#\s*include\s*"([^"]+)"/gm)) {
    for (const folder of [dirname(file), ...folders]) {
      const candidate = join(folder, name);
      if (text(candidate) !== null) {
        closure(candidate, folders, seen);
        break;
      }
    }
  }
  return seen;
}

function keyOf(entry) {
  const folders = [...entry.command.matchAll(/(?:^|\s)-I(\S+)/g)].map((match) => resolve(entry.directory, match[1]));
  const hash = createHash('sha256').update(checks).update(entry.command);
  for (const file of closure(resolve(entry.directory, entry.file), folders)) {
    hash.update(`\0${file}\0${text(file)}`);
  }
  return hash.digest('hex');
}

function tidy(file) {
  return new Promise((done) => {
    const run = spawn('clang-tidy', ['--quiet', '-p', build, file], {stdio: ['ignore', 'pipe', 'pipe']});
    let output = '';
    run.stdout.on('data', (data) => (output += data));
    // Here it only counts warnings of system headers, unless it cannot run at all.
    let complaint = '';
    run.stderr.on('data', (data) => (complaint += data));
    run.on('close', (status) => done({status, output: output || (status === 0 ? '' : complaint)}));
  });
}

const entries = JSON.parse(readFileSync(join(build, 'compile_commands.json'), 'utf8'));
const work = new Map();
for (const entry of entries) {
  const file = resolve(entry.directory, entry.file);
  if (file.endsWith('.c') && file.startsWith(root) && !file.startsWith(build)) {
    work.set(file, keyOf(entry));
  }
}

const waiting = [...work].filter(([, key]) => !existsSync(join(clean, key)));
let faults = 0;

async function worker() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [file, key] = next;
    const {status, output} = await tidy(file);
    if (status === 0) {
      writeFileSync(join(clean, key), `${file}\n`);
    } else {
      faults++;
      process.stdout.write(output.replaceAll(`${root}/`, ''));
    }
  }
}

const read = waiting.length;
await Promise.all(Array.from({length: availableParallelism?.() ?? cpus().length}, worker));

// What no file has any more is of no use; a changed branch may want the newest back.
const kept = new Set(work.values());
const old = readdirSync(clean).filter((key) => !kept.has(key));
if (old.length > 5000) {
  old.forEach((key) => rmSync(join(clean, key)));
}
console.log(`${work.size} files, ${read} read anew, ${faults} with faults`);
process.exit(work.size === 0 || faults > 0 ? 1 : 0);
