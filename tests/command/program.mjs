// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
// Runs the program as people do, each time in a folder of its own.
import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const program = process.env.WAARBORG ?? join(root, 'build/waarborg');

export function folder(context) {
  const made = mkdtempSync(join(tmpdir(), 'waarborg-command-'));
  context.after(() => rmSync(made, {recursive: true, force: true}));
  return made;
}

// What it printed and how it ended: {status, output, errors}.
export function waarborg(cwd, ...words) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {cwd, stdio: ['ignore', 'pipe', 'pipe']});
    let output = '';
    let errors = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (errors += data));
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({status: status ?? signal, output, errors}));
  });
}

// Serves until the test ends: {address, get(path), child}.
export async function serve(context, cwd, ...words) {
  const child = spawn(program, words, {cwd, stdio: ['ignore', 'pipe', 'pipe']});
  const ended = new Promise((resolve) => child.on('close', resolve));
  context.after(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  let output = '';
  let errors = '';
  child.stderr.on('data', (data) => (errors += data));
  const address = await new Promise((resolve, reject) => {
    child.stdout.on('data', (data) => {
      output += data;
      const found = /(http:\/\/[^\s]+)/.exec(output);
      if (found) {
        resolve(found[1].replace(/\/$/, ''));
      }
    });
    child.on('close', () => reject(new Error(`it ended: ${errors}`)));
  });
  return {address, child, ended, get: (path, options) => fetch(address + path, options)};
}

// A port that nobody has now.
export async function freePort() {
  const {createServer} = await import('node:net');
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const {port} = server.address();
      server.close(() => resolve(port));
    });
  });
}
