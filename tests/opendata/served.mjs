// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
// The example province, served by the program itself.
import {execFileSync, spawn} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
// Validation data that is no part of the project; what needs it is skipped where it is not there.
export const standards = join(root, '../shared/standards');
export const hasStandards = existsSync(standards);
const program = process.env.WAARBORG ?? join(root, 'build/waarborg');

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const {port} = server.address();
      server.close(() => resolve(port));
    });
  });
}

// {address, folder, tryImport, stop}: one program on a fresh folder.
export async function serve() {
  const folder = mkdtempSync(join(tmpdir(), 'waarborg-opendata-'));
  const data = join(folder, 'data');
  execFileSync(program, ['demo', '--data', data, '--fill-only'], {stdio: ['ignore', 'ignore', 'inherit']});
  const port = await freePort();
  const child = spawn(program, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`], {stdio: ['ignore', 'pipe', 'inherit']});
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}`)));
  });
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const code = await ended;
    rmSync(folder, {recursive: true, force: true});
    return code;
  };
  // What the program says of a file that is imported, without importing it.
  const tryImport = (register, file) => execFileSync(program, ['import', '--data', data, register, file, '--dry-run'],
    {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});
  return {address: `http://127.0.0.1:${port}`, folder, tryImport, stop};
}
