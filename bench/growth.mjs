// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
// page-growth: whether a register's pages take as long at a million entries as at ten thousand. Nothing is kept: each
// page is made anew. The questions go to both in turn.
import http from 'node:http';

import {fetchOne, filled, median, print, printRatio, serve} from './tools.mjs';

const PATH = '/registers/geschenken';
const REPEATS = 21;

/* Every filter with what is common and what is rare, every order both ways, words, the ends and the middle. */
const questions = [
  '', '?show=current', '?show=ended', '?person=p-0', '?person=p-700', '?office=assembly_member', '?office=chair',
  '?year=2010', '?year=2018', '?year=2026', '?kind=gift', '?kind=invitation', '?response=kept', '?response=attended',
  '?response=consumed', '?destination=body', '?destination=destroyed', '?destination=other',
  ...['person', 'description', 'giver', 'received_on', 'value', 'changed'].flatMap((by) => [
    `?sort=${by}`, `?sort=-${by}`]),
  '?q=wijn', '?q=vereniging', '?q=zilvervos', '?q=bestaatniet', '?q=jansen', '?q=wijn+boek', '?last=1',
  '?sort=giver&last=1', '?q=wijn&last=1',
];

const entryIn = (body) => /\/registers\/geschenken\/([a-z0-9]+)"/.exec(body.toString())?.[1];

/* Questions that name an entry, which each database has its own of: pages in the middle. */
async function middles(port) {
  const found = [];
  for (const [order, by] of [['', '?year=2017'], ['sort=giver&', '?q=museum&year=2016'], ['sort=changed&', '?year=2014']]) {
    const entry = entryIn((await fetchOne(port, PATH + by)).body);
    found.push({name: `?${order}after=ENTRY`, path: `${PATH}?${order}after=${entry}`},
      {name: `?${order}before=ENTRY`, path: `${PATH}?${order}before=${entry}`});
  }
  return found;
}

const plain = [...questions.map((question) => PATH + question), '/', '/registers', '/personen/p-700'];

async function ask(server, path) {
  const before = process.hrtime.bigint();
  const answer = await fetchOne(server.port, path, {agent: server.agent});
  const time = Number(process.hrtime.bigint() - before) / 1e6;
  if (answer.status !== 200) {
    throw new Error(`${path} answers ${answer.status}`);
  }
  return {time, rows: answer.body.toString().match(/<tr/g)?.length ?? 0};
}

export async function growth(place) {
  const servers = [];
  for (const count of [10000, 1000000]) {
    const server = await serve(place, filled(place, count), '--cache-size', '0');
    server.count = count;
    server.agent = new http.Agent({keepAlive: true, maxSockets: 1});
    server.asked = [...plain.map((path) => ({name: path, path})), ...(await middles(server.port))];
    servers.push(server);
  }
  const worst = servers.map(() => ({time: 0}));
  for (let i = 0; i < servers[0].asked.length; i++) {
    const times = servers.map(() => []);
    for (let repeat = -2; repeat < REPEATS; repeat++) {
      for (const [at, server] of servers.entries()) {
        const {time} = await ask(server, server.asked[i].path);
        if (repeat >= 0) {
          times[at].push(time);
        }
      }
    }
    const middle = times.map(median);
    if (process.env.VERBOSE) {
      console.error(`${middle.map((time) => time.toFixed(2).padStart(8)).join(' ')} ms ${servers[0].asked[i].name}`);
    }
    middle.forEach((time, at) => {
      if (time > worst[at].time) {
        worst[at] = {time, name: servers[at].asked[i].name};
      }
    });
  }
  servers.forEach((server, at) => {
    print(`page-growth-${server.count}`, worst[at].time, 'ms');
  });
  printRatio('page-growth', worst[1].time / worst[0].time);
  for (const server of servers) {
    server.agent.destroy();
    await server.end();
  }
}
