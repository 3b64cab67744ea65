// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
// start: how soon a server of a million entries answers, and what memory it then has, idle and after load.
import {readFileSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {join} from 'node:path';

import {answering, end, filled, freePort, load, median, pause, print, serveWith} from './tools.mjs';

const PATH = '/registers/geschenken';

/* One request over a connection of its own, tried until it is taken; its first line. */
function tryOnce(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => resolve(null));
    socket.on('connect', () => socket.write(`GET ${PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString('latin1').split('\r\n')[0]);
    });
  });
}

async function startOnce(place, data) {
  const port = await freePort();
  const before = process.hrtime.bigint();
  const child = serveWith(place.program, 'serve', '--data', data, '--listen', `127.0.0.1:${port}`);
  let line = null;
  while (line === null) {
    line = await tryOnce(port);
    await pause(line === null ? 1 : 0); // so that the tries take no time from the program
  }
  const time = Number(process.hrtime.bigint() - before) / 1e6;
  if (line !== 'HTTP/1.1 200 OK') {
    throw new Error(`the first answer was: ${line}`);
  }
  return {child, port, time};
}

function resident(child) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'latin1'))[1]) / 1024;
}

/* Questions of all kinds, so that every connection, statement and page cache is used. */
function script(place) {
  const paths = [];
  for (let i = 0; i < 4000; i++) {
    const person = `person=p-${(i * 7) % 1000}`;
    const filters = ['', `${person}`, `year=${2010 + (i % 16)}`, 'response=kept', 'kind=gift&destination=body'];
    const orders = ['', 'sort=giver', 'sort=-value', 'sort=description', 'sort=-changed'];
    paths.push(i % 11 === 0
      ? `/personen/p-${(i * 3) % 1000}`
      : `${PATH}?${[filters[i % 5], orders[(i >> 3) % 5], i % 2 ? 'last=1' : ''].filter(Boolean).join('&')}`);
    if (i % 13 === 0) {
      paths.push(`${PATH}?q=wijn+${i}`, `${PATH}?q=museum`);
    }
  }
  const file = join(place.folder, 'mixed');
  writeFileSync(file, paths.join('\n') + '\n');
  return `
local paths = {}
for line in io.lines(${JSON.stringify(file)}) do paths[#paths + 1] = line end
local at = 0
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
`;
}

export async function start(place) {
  const data = filled(place, 1000000);
  const times = [];
  for (let i = 0; i < 2 * place.rounds + 1; i++) {
    const server = await startOnce(place, data);
    if (i) {
      times.push(server.time);
    }
    await end(server.child);
  }
  print('start', median(times), 'ms');
  const port = await freePort();
  const child = serveWith(place.program, 'serve', '--data', data, '--listen', `127.0.0.1:${port}`);
  await answering(port, '/healthz');
  await pause(1000);
  print('start-memory-idle', resident(child), 'MB');
  await load(place, port, '/', 10, script(place));
  await pause(500);
  print('start-memory-loaded', resident(child), 'MB');
  await end(child);
}
