// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
// node run.mjs BUILD [NAME]...: runs the measures, all or those named.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';

import {growth} from './growth.mjs';
import {first, kept} from './pages.mjs';
import {start} from './start.mjs';
import {endAll, importing, rounds} from './tools.mjs';

const measures = {
  'public-page': kept,
  'public-page-first': first,
  'page-growth': growth,
  import: importing,
  start,
  rounds,
};

const [build, ...names] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'waarborg-bench-'));
process.on('exit', () => {
  endAll();
  rmSync(folder, {recursive: true, force: true});
});
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => process.exit(1));
}

const place = {
  folder,
  build: resolve(build),
  program: resolve(build, 'waarborg'),
  fill: resolve(build, 'bench/fill'),
  rounds: Number(process.env.ROUNDS ?? 5),
};
let failed = false;
for (const name of names.length ? names : Object.keys(measures)) {
  if (!measures[name]) {
    console.error(`bench: there is no measure "${name}"; there are: ${Object.keys(measures).join(', ')}`);
    process.exit(2);
  }
  try {
    await measures[name](place);
  } catch (error) {
    // A figure of wrong answers is no figure.
    console.error(`bench: ${name}: ${error.message}`);
    failed = true;
  }
  endAll();
}
process.exit(failed ? 1 : 0);
