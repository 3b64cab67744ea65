// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
// public-page and public-page-first: a register's page against nginx that serves the same bytes from a file.
import {mkdirSync, writeFileSync} from 'node:fs';
import http from 'node:http';
import {join} from 'node:path';

import {demo, fetchOne, load, median, nginx, print, printRatio, serve} from './tools.mjs';

const PATH = '/registers/nevenfuncties';
const SECONDS = 3;
const QUESTIONS = 18000; /* more than are answered in a second */
const CONNECTIONS = 64;

async function behindNginx(place, name, body) {
  const folder = join(place.folder, name);
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, 'page.html'), body);
  const server = await nginx(place, folder);
  const answer = await fetchOne(server.port, '/page.html');
  if (answer.status !== 200 || !answer.body.equals(body)) {
    throw new Error('nginx does not serve the page');
  }
  return server;
}

/* What wrk read must be so many whole answers of that size, but for those cut off at the end. */
function checkSize(report, expected) {
  const off = Math.abs(report.bytes - expected.total);
  if (off > CONNECTIONS * expected.largest) {
    throw new Error(`${report.requests} answers had ${report.bytes} bytes, not ${expected.total}`);
  }
}

const headSize = (answer) =>
  `HTTP/1.1 ${answer.status} OK\r\n`.length +
  answer.rawHead.reduce((size, part) => size + part.length, 0) +
  answer.rawHead.length * 2 + 2;

/* Once more where the server closed the connection that it was about to go over. */
async function fetchRaw(port, path, agent) {
  try {
    return await fetchOnce(port, path, agent);
  } catch (error) {
    if (error.code !== 'ECONNRESET') {
      throw error;
    }
    return fetchOnce(port, path, agent);
  }
}

function fetchOnce(port, path, agent) {
  return new Promise((resolve, reject) => {
    http
      .get({host: '127.0.0.1', port, path, agent}, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => {
          const answer = {status: response.statusCode, rawHead: response.rawHeaders, body: Buffer.concat(parts)};
          resolve({...answer, size: headSize(answer) + answer.body.length});
        });
      })
      .on('error', reject);
  });
}

export async function kept(place) {
  const ours = await serve(place, demo(place));
  const agent = new http.Agent({keepAlive: true});
  const page = await fetchRaw(ours.port, PATH, agent);
  if (page.status !== 200 || page.body.length < 5000) {
    throw new Error(`${PATH} answers ${page.status} with ${page.body.length} bytes`);
  }
  const theirs = await behindNginx(place, 'kept', page.body);
  const file = await fetchRaw(theirs.port, '/page.html', agent);
  const rates = {ours: [], theirs: []};
  for (let round = -1; round < place.rounds; round++) {
    const one = await load(place, ours.port, PATH, round < 0 ? 1 : SECONDS);
    const other = await load(place, theirs.port, '/page.html', round < 0 ? 1 : SECONDS);
    checkSize(one, {total: one.requests * page.size, largest: page.size});
    checkSize(other, {total: other.requests * file.size, largest: file.size});
    if (round >= 0) {
      rates.ours.push(one.rate);
      rates.theirs.push(other.rate);
    }
  }
  const after = await fetchRaw(ours.port, PATH, agent);
  if (!after.body.equals(page.body)) {
    throw new Error('the page changed meanwhile');
  }
  agent.destroy();
  print('public-page', median(rates.ours), 'requests/s');
  print('public-page-nginx', median(rates.theirs), 'requests/s');
  printRatio('public-page', median(rates.ours.map((rate, i) => rate / rates.theirs[i])));
  await Promise.all([ours.end(), theirs.end()]);
}

const FILTERS = ['', ...['paid=yes', 'paid=no', 'ex_officio=yes', 'ex_officio=no', 'office=assembly_member',
  'office=executive_member', 'year=2023', 'year=2024', 'year=2025', 'paid=no&ex_officio=no', 'paid=no&office=assembly_member',
  'ex_officio=no&office=assembly_member', 'paid=no&ex_officio=no&office=assembly_member'].map((one) => `${one}&`)];
const SHOWN = ['current', 'ended', 'all'];
const ORDERS = ['', ...['person', 'role', 'since', 'changed', 'until'].flatMap((by) => [`&sort=${by}`, `&sort=-${by}`])];
const PAGE = 25;

/* Every question with a full page as answer: every filter in every order, behind each of its entries but the last.
 * With the entries that it must answer, as the open data lists them. */
async function possible(port, agent) {
  const found = [];
  for (const filter of FILTERS) {
    for (const shown of SHOWN) {
      for (const order of ORDERS) {
        const query = `${filter}show=${shown}${order}`;
        const list = JSON.parse((await fetchRaw(port, `${PATH}.json?${query}`, agent)).body);
        const ids = list.items.map((item) => item.id);
        for (let at = 0; at + PAGE < ids.length; at++) {
          found.push({path: `${PATH}?${query}&after=${ids[at]}`, ids, at: at + 1});
        }
      }
    }
  }
  return found;
}

/* Whether the page has the entries that the question must answer, in their order. */
function isRight(question, body) {
  const shown = [...body.toString('latin1').matchAll(/href="\/registers\/nevenfuncties\/([^"]+)"/g)].map((link) => link[1]);
  return shown.length === PAGE && shown.every((id, i) => id === question.ids[question.at + i]);
}

/* WANTED different questions, with the bytes that each answers; each page is read once and found right. The page of
 * the middle size is given whole. */
async function questions(place, data, wanted) {
  const server = await serve(place, data, '--cache-size', '0');
  const agent = new http.Agent({keepAlive: true, maxSockets: CONNECTIONS});
  const asked = await possible(server.port, agent);
  // The same order each time, but no order.
  let random = 12345;
  for (let i = 0; i < wanted && wanted <= asked.length; i++) {
    random = (random * 1103515245 + 12345) % 2147483648;
    const at = i + (random % (asked.length - i));
    [asked[i], asked[at]] = [asked[at], asked[i]];
  }
  if (asked.length < wanted) {
    throw new Error(`only ${asked.length} questions have a full page as answer`);
  }
  asked.length = wanted;
  let next = 0;
  const read = async () => {
    while (next < asked.length) {
      const question = asked[next++];
      const answer = await fetchRaw(server.port, question.path, agent);
      if (answer.status !== 200 || !isRight(question, answer.body)) {
        throw new Error(`${question.path} answers ${answer.status}, not what the open data lists`);
      }
      question.size = answer.size;
    }
  };
  await Promise.all(Array.from({length: CONNECTIONS}, read));
  const middle = [...asked].sort((one, other) => one.size - other.size)[asked.length >> 1];
  const {body} = await fetchRaw(server.port, middle.path, agent);
  agent.destroy();
  await server.end();
  return {asked, body};
}

const script = (paths) => `
local paths = {}
for line in io.lines(${JSON.stringify(paths)}) do paths[#paths + 1] = line end
local at = 0
request = function()
  at = at + 1
  return wrk.format("GET", paths[at] or "/exhausted")
end
`;

export async function first(place) {
  const data = demo(place);
  const {asked, body} = await questions(place, data, QUESTIONS);
  const list = join(place.folder, 'paths');
  writeFileSync(list, asked.map((one) => one.path).join('\n') + '\n');
  const sizes = asked.map((one) => one.size);
  const theirs = await behindNginx(place, 'first', body);
  const rates = {ours: [], theirs: []};
  for (let round = -1; round < place.rounds; round++) {
    const ours = await serve(place, data);
    const one = await load(place, ours.port, '/', 1, script(list));
    await ours.end();
    if (one.requests + CONNECTIONS > asked.length) {
      throw new Error('there are too few different questions for so fast a machine');
    }
    const total = sizes.slice(0, one.requests).reduce((sum, size) => sum + size, 0);
    checkSize(one, {total, largest: Math.max(...sizes)});
    const other = await load(place, theirs.port, '/page.html', SECONDS);
    if (round >= 0) {
      rates.ours.push(one.rate);
      rates.theirs.push(other.rate);
    }
  }
  print('public-page-first', median(rates.ours), 'requests/s');
  print('public-page-first-nginx', median(rates.theirs), 'requests/s');
  printRatio('public-page-first', median(rates.ours.map((rate, i) => rate / rates.theirs[i])));
  await theirs.end();
}
