// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
// What the measures share: servers on one processor, clients on another, medians.
import {execFileSync, spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import http from 'node:http';
import {createServer} from 'node:net';
import {join} from 'node:path';

const SERVER = '0';
const CLIENT = '1';
const children = new Set();

export function endAll() {
  for (const child of children) {
    child.kill('SIGTERM');
  }
  children.clear();
}

export async function end(child) {
  if (child.exitCode !== null) {
    return;
  }
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
  children.delete(child);
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const short = (value) => (value >= 1000 ? Math.round(value) : Number(value.toPrecision(3)));

export function print(name, value, unit) {
  console.log(`${name} ${short(value)} ${unit}`);
}

export function printRatio(name, value) {
  console.log(`${name} ratio ${Number(value.toPrecision(3))}`);
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const {port} = server.address();
      server.close(() => resolve(port));
    });
  });
}

/* Starts a program on the servers' processor. */
export function serveWith(command, ...parts) {
  const child = spawn('taskset', ['-c', SERVER, command, ...parts], {stdio: ['ignore', 'ignore', 'inherit']});
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/* One answer: status, headers, and the body as it came. */
export function fetchOne(port, path, {agent, language} = {}) {
  return new Promise((resolve, reject) => {
    const headers = language ? {'Accept-Language': language} : {};
    http
      .get({host: '127.0.0.1', port, path, agent, headers}, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('error', reject);
        response.on('end', () =>
          resolve({status: response.statusCode, headers: response.headers, body: Buffer.concat(parts)}));
      })
      .on('error', reject);
  });
}

/* Waits until the server answers. */
export async function answering(port, path = '/') {
  for (let i = 0; i < 2000; i++) {
    try {
      return await fetchOne(port, path);
    } catch {
      await pause(5);
    }
  }
  throw new Error(`nothing answers on port ${port}`);
}

export async function serve(place, data, ...options) {
  const port = await freePort();
  const child = serveWith(place.program, 'serve', '--data', data, '--listen', `127.0.0.1:${port}`, ...options);
  await answering(port, '/healthz');
  return {child, port, end: () => end(child)};
}

/* nginx that serves FILE of FOLDER as a page. */
export async function nginx(place, folder) {
  const port = await freePort();
  const configuration = join(place.folder, `nginx-${port}.conf`);
  writeFileSync(
    configuration,
    `daemon off; worker_processes 1; pid ${place.folder}/nginx-${port}.pid; error_log stderr crit;
${process.getuid() === 0 ? 'user root;' : ''}
events { worker_connections 1024; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; open_file_cache max=10;
  client_body_temp_path ${place.folder}/b; proxy_temp_path ${place.folder}/p; fastcgi_temp_path ${place.folder}/f;
  uwsgi_temp_path ${place.folder}/u; scgi_temp_path ${place.folder}/s;
  types { text/html html; }
  server { listen 127.0.0.1:${port}; root ${folder}; }
}
`);
  const child = serveWith('nginx', '-c', configuration, '-p', place.folder);
  await answering(port);
  return {child, port, end: () => end(child)};
}

const REPORT = `
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("REPORT %d %d %d %d %d %d\\n", summary.requests, summary.bytes, summary.duration,
    e.connect + e.read + e.write, e.status, e.timeout))
end
`;

/* 64 connections of wrk on the clients' processor: requests, bytes, seconds. SCRIPT is Lua. */
export async function load(place, port, path, seconds, script = '') {
  const file = join(place.folder, 'load.lua');
  writeFileSync(file, script + REPORT);
  const child = spawn(
    'taskset',
    ['-c', CLIENT, 'wrk', '-t1', '-c64', '--timeout', '10s', `-d${seconds}s`, '-s', file, `http://127.0.0.1:${port}${path}`],
    {stdio: ['ignore', 'pipe', 'inherit']});
  let output = '';
  child.stdout.on('data', (part) => (output += part));
  await new Promise((resolve) => child.once('close', resolve));
  const report = /REPORT (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)/.exec(output);
  if (!report) {
    throw new Error(`wrk said: ${output}`);
  }
  const [requests, bytes, microseconds, broken, refused, late] = report.slice(1).map(Number);
  if (broken || refused || late || !requests) {
    throw new Error(`of ${requests} answers ${broken} broke off, ${refused} were errors and ${late} took more than 10 s`);
  }
  return {requests, bytes, seconds: microseconds / 1e6, rate: requests / (microseconds / 1e6)};
}

/* Bytes of an answer on the wire, as wrk counts them. */
export async function wireSize(place, port, path) {
  const report = await load(place, port, path, 1);
  return report.bytes / report.requests;
}

export function run(command, parts, options = {}) {
  return execFileSync(command, parts, {maxBuffer: 1 << 28, ...options});
}

/* The import has a program of its own; both sides run on one processor. */
export function importing(place) {
  run('taskset', ['-c', SERVER, process.execPath, new URL('import.mjs', import.meta.url).pathname], {
    env: {...process.env, WAARBORG: place.program, TMPDIR: place.folder},
    stdio: 'inherit',
  });
}

/* A round for a hundred thousand people. */
export function rounds(place) {
  run(join(place.build, 'bench/bench-rounds'), [join(place.folder, 'rounds'), '100000'], {stdio: 'inherit'});
}

export function demo(place) {
  const data = join(place.folder, 'demo');
  if (!existsSync(data)) {
    run(place.program, ['demo', '--data', data, '--fill-only'], {stdio: ['ignore', 'ignore', 'inherit']});
  }
  return data;
}

/* A database of COUNT gifts of 1,000 people, made once for each state of the program that fills it. */
export function filled(place, count) {
  const print = createHash('sha256').update(readFileSync(place.fill)).digest('hex').slice(0, 16);
  const kept = join(place.build, 'filled');
  mkdirSync(kept, {recursive: true});
  for (const name of readdirSync(kept)) {
    if (!name.endsWith(`-${print}`)) {
      rmSync(join(kept, name), {recursive: true});
    }
  }
  const data = join(kept, `${count}-${print}`);
  if (!existsSync(data)) {
    rmSync(`${data}.part`, {recursive: true, force: true});
    run(place.fill, [`${data}.part`, 'gifts', String(count)], {stdio: ['ignore', 'ignore', 'inherit']});
    run('mv', [`${data}.part`, data]);
  }
  return data;
}
