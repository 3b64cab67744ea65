// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
// The built program with the example province, on a port and in a folder of its own.
import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

// WAARBORG names another build than the one of `make`.
export const program = process.env.WAARBORG ?? join(root, 'build/waarborg');

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const {port} = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// Runs the program with ARGS until stopped: {address, stop}.
async function start(port, args, options) {
  const child = spawn(program, args, {stdio: ['ignore', 'pipe', 'pipe'], ...options});
  let said = '';
  child.stdout.on('data', (text) => (said += text));
  child.stderr.on('data', (text) => (said += text));
  const address = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
    }
    return child.exitCode;
  };
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null || child.signalCode !== null) {
      break;
    }
    const answer = await fetch(`${address}/healthz`).catch(() => null);
    if (answer?.ok) {
      return {address, stop};
    }
    await wait(100);
  }
  await stop();
  throw new Error(`${program} does not answer:\n${said}`);
}

// The province as it is on DATE, served.
export async function startDemo(date) {
  const folder = mkdtempSync(join(tmpdir(), 'waarborg-demo-'));
  const port = await freePort();
  const remove = () => rmSync(folder, {recursive: true, force: true});
  const args = ['demo', '--data', join(folder, 'data'), '--date', date, '--listen', `127.0.0.1:${port}`];
  const {address, stop} = await start(port, args).catch((error) => {
    remove();
    throw error;
  });
  return {address, stop: () => stop().finally(remove)};
}

// What is in FOLDER/data, served.
export async function startFolder(folder) {
  const port = await freePort();
  return start(port, ['serve', '--data', 'data', '--listen', `127.0.0.1:${port}`], {cwd: folder});
}
