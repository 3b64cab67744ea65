// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
// Open data against the standards: the API's description by the NLGov rules, every answer by that description, and
// the catalogue by the shapes of DCAT-AP-NL.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {after, before, test} from 'node:test';
import rdf from '@zazuko/env-node';
import Ajv from 'ajv/dist/2020.js';
import Validator from 'rdf-validate-shacl';
import {hasStandards, serve, standards} from './served.mjs';

const require = createRequire(import.meta.url);
const formats = {
  uri: (text) => URL.canParse(text),
  'date-time': (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) && !Number.isNaN(Date.parse(text)),
  edtf: (text) => /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(text),
};
const languages = ['', '/en'];
let site;
let documents;

before(async () => {
  site = await serve();
  documents = Object.fromEntries(await Promise.all(languages.map(async (prefix) =>
    [prefix, await (await fetch(`${site.address}${prefix}/api/v1/openapi.json`)).json()])));
});

after(async () => {
  assert.equal(await site.stop(), 0);
});

// Every object says all that may be in it, so that nothing comes out that is not described.
function closed(schema) {
  if (Array.isArray(schema)) {
    return schema.map(closed);
  }
  if (schema === null || typeof schema !== 'object') {
    return schema;
  }
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return copy.type === 'object' && copy.properties ? {...copy, additionalProperties: false} : copy;
}

function validators(document) {
  const ajv = new Ajv({strict: false, allErrors: true, formats});
  ajv.addSchema({$id: 'api', components: {schemas: closed(document.components.schemas)}});
  return (reference, value, where) => {
    const validate = ajv.getSchema(`api${reference}`);
    assert.ok(validate(value), `${where}: ${ajv.errorsText(validate.errors)}`);
  };
}

async function get(path, status = 200) {
  const response = await fetch(path.startsWith('http') ? path : site.address + path);
  assert.equal(response.status, status, path);
  assert.equal(response.headers.get('access-control-allow-origin'), '*', path);
  return response;
}

const schemaOf = (operation) => operation.responses['200'].content['application/json'].schema.$ref;

// Links in the Link header are those in the answer.
function sameLinks(response, links) {
  const header = new Map(response.headers.get('link').split(', ').map((link) => {
    const [, address, relation] = /^<(.*)>; rel="(.*)"$/.exec(link);
    return [relation, address];
  }));
  for (const [relation, {href}] of Object.entries(links)) {
    assert.equal(relation === 'self' ? undefined : header.get(relation), relation === 'self' ? undefined : href);
  }
}

for (const prefix of languages) {
  test(`the description passes the NLGov rules, without warnings (${prefix || 'nl'})`, {skip: !hasStandards}, () => {
    const folder = mkdtempSync(join(tmpdir(), 'waarborg-openapi-'));
    const file = join(folder, 'openapi.json');
    writeFileSync(file, JSON.stringify(documents[prefix]));
    const spectral = join(require.resolve('@stoplight/spectral-cli/package.json'), '../dist/index.js');
    try {
      execFileSync(process.execPath, [spectral, 'lint', '--fail-severity', 'hint', '-r', join(standards, 'adr-linter.yaml'), file],
        {encoding: 'utf8'});
    } catch (error) {
      assert.fail(error.stdout);
    } finally {
      rmSync(folder, {recursive: true, force: true});
    }
  });

  test(`every collection is as described, from its first page to its last (${prefix || 'nl'})`, async () => {
    const document = documents[prefix];
    const check = validators(document);
    let collections = 0;
    for (const [path, {get: operation}] of Object.entries(document.paths)) {
      if (path.includes('{') || !schemaOf(operation)) {
        continue;
      }
      const seen = new Set();
      let total;
      let next = `${prefix}/api/v1${path}${operation.parameters ? '?aantal=100' : ''}`;
      let item;
      while (next) {
        const response = await get(next);
        assert.equal(response.headers.get('api-version'), '1.0.0');
        assert.ok(response.headers.get('etag'));
        const page = await response.json();
        check(schemaOf(operation), page, next);
        for (item of page._embedded.items) {
          assert.ok(!seen.has(item.id), `${item.id} is there twice`);
          seen.add(item.id);
        }
        if (operation.parameters) {
          sameLinks(response, page._links);
        }
        total = page.totaal ?? seen.size;
        next = page._links.next?.href;
      }
      assert.ok(seen.size > 0, path);
      assert.equal(seen.size, total, path);
      const one = document.paths[`${path}/{${path === '/registers' ? 'register' : 'id'}}`].get;
      const answer = await (await get(item._links.self.href)).json();
      check(schemaOf(one), answer, item._links.self.href);
      assert.deepEqual(answer, item);
      if (item._links.alternate) {
        assert.equal((await fetch(item._links.alternate.href)).status, 200, item._links.alternate.href);
      }
      collections++;
    }
    assert.ok(collections >= 7, `${collections} collections`);
  });

  test(`every value of every parameter is answered as described (${prefix || 'nl'})`, async () => {
    const document = documents[prefix];
    const check = validators(document);
    let asked = 0;
    for (const [path, {get: operation}] of Object.entries(document.paths)) {
      for (const parameter of operation.parameters ?? []) {
        const samples = {zoek: ['stichting'], persoon: ['p01'], jaar: [2024], aantal: [1, 100], na: [], voor: []};
        const values = parameter.in === 'path' ? []
          : parameter.schema.enum ?? samples[parameter.name] ?? [true, false];
        for (const value of values) {
          const address = `${prefix}/api/v1${path}?${parameter.name}=${encodeURIComponent(value)}`;
          const page = await (await get(address)).json();
          check(schemaOf(operation), page, address);
          for (const {gegevens} of page._embedded.items) {
            if (parameter.name in gegevens) {
              assert.equal(String(gegevens[parameter.name].id ?? gegevens[parameter.name]), String(value), address);
            }
          }
          asked++;
        }
      }
    }
    assert.ok(asked > 100, `${asked} asked`);
  });

  test(`what is wrong is told as described (${prefix || 'nl'})`, async () => {
    const check = validators(documents[prefix]);
    for (const [path, status, count] of [
      ['/api/v1/geschenken?aantal=x&jaar=x&onzin=x', 400, 3],
      ['/api/v1/geschenken/bestaat-niet', 404, 0],
      ['/api/v1/bestaat-niet', 404, 0],
      ['/registers/geschenken.csv?onzin=x', 400, 1],
    ]) {
      const response = await get(prefix + path, status);
      assert.match(response.headers.get('content-type'), /^application\/problem\+json/);
      const problem = await response.json();
      check('#/components/schemas/Probleem', problem, path);
      assert.equal(problem.status, status);
      assert.equal(problem.errors?.length ?? 0, count);
    }
  });
}

test('labels are in the language of the address, ids are the same', async () => {
  const [dutch, english] = await Promise.all(languages.map(async (prefix) =>
    (await (await get(`${prefix}/api/v1/geschenken?response=kept&aantal=1`)).json())._embedded.items[0]));
  assert.equal(dutch.gegevens.response.id, english.gegevens.response.id);
  assert.notEqual(dutch.gegevens.response.label, english.gegevens.response.label);
});

test('HEAD, OPTIONS and other methods', async () => {
  const address = `${site.address}/api/v1/geschenken`;
  const head = await fetch(address, {method: 'HEAD'});
  assert.equal(head.status, 200);
  assert.equal(head.headers.get('api-version'), '1.0.0');
  const options = await fetch(address, {method: 'OPTIONS'});
  assert.equal(options.status, 204);
  assert.equal(options.headers.get('allow'), 'GET, HEAD, OPTIONS');
  assert.equal((await fetch(address, {method: 'DELETE'})).status, 405);
});

// What the page of the same address says of its whole, and what the downloads hold.
test('downloads hold what is on screen', async () => {
  for (const query of ['', '?year=2024', '?show=all&paid=yes', '?show=ended', '?q=stichting', '?person=p01&show=all', '?sort=-person']) {
    const {items} = await (await get(`/registers/nevenfuncties.json${query}`)).json();
    const csv = await (await get(`/registers/nevenfuncties.csv${query}`)).arrayBuffer();
    const text = new TextDecoder('utf-8', {ignoreBOM: true}).decode(csv);
    assert.ok(text.startsWith('\uFEFFVan wie (nummer);Van wie;'));
    const ids = [...text.matchAll(/\/registers\/nevenfuncties\/(demo-\d+);/g)].map((match) => match[1]);
    assert.deepEqual(ids, items.map((item) => item.id), query);
    const html = await (await fetch(`${site.address}/registers/nevenfuncties${query}`)).text();
    const shown = [...html.matchAll(/href="\/registers\/nevenfuncties\/(demo-\d+)"/g)].map((match) => match[1]);
    assert.deepEqual([...new Set(shown)], items.slice(0, 25).map((item) => item.id), query);
  }
});

test('what was downloaded as CSV is imported as nothing new', async () => {
  const registers = {nevenfuncties: 'outside-positions', 'financiele-belangen': 'financial-interests', geschenken: 'gifts', reizen: 'trips'};
  for (const [path, register] of Object.entries(registers)) {
    for (const prefix of languages) {
      const file = join(site.folder, 'register.csv');
      writeFileSync(file, new Uint8Array(await (await get(`${prefix}/registers/${path}.csv?show=all`)).arrayBuffer()));
      assert.match(site.tryImport(register, file), / 0 new, 0 changed, 0 ended, [1-9]\d* same, 0 repeated, 0 refused/, register);
    }
  }
});

test('the feed has the newest changes first', async () => {
  const feed = await (await get('/registers/geschenken.atom')).text();
  const changed = [...feed.matchAll(/<entry>[^]*?<updated>(.*?)<\/updated>/g)].map((match) => match[1]);
  assert.equal(changed.length, 50);
  assert.deepEqual(changed, [...changed].sort().reverse());
  const ids = [...feed.matchAll(/<id>(.*?)<\/id>/g)].map((match) => match[1]);
  assert.equal(new Set(ids).size, 51);
  for (const id of ids) {
    assert.match(id, /^tag:registers\.rijnmeren\.example,2026:gifts/);
  }
  const english = await (await get('/en/registers/geschenken.atom')).text();
  assert.deepEqual([...english.matchAll(/<id>(.*?)<\/id>/g)].slice(1).map((match) => match[1]), ids.slice(1));
});

async function graph(text) {
  const dataset = rdf.dataset();
  for await (const quad of rdf.formats.parsers.get('text/turtle').import(Readable.from([text]))) {
    dataset.add(quad);
  }
  return dataset;
}

test('the catalogue passes the shapes of DCAT-AP-NL', {skip: !hasStandards}, async () => {
  const data = await graph(await (await get('/catalogus.ttl')).text());
  const type = rdf.namedNode('http://www.w3.org/1999/02/22-rdf-syntax-ns#type');
  const datasets = data.match(null, type, rdf.namedNode('http://www.w3.org/ns/dcat#Dataset'));
  const {_embedded: {items}} = await (await get('/api/v1/registers')).json();
  assert.equal(datasets.size, items.length);
  for (const name of ['dcat-ap-nl-SHACL.ttl', 'dcat-ap-SHACL.ttl']) {
    const shapes = await graph(readFileSync(join(standards, name), 'utf8'));
    const report = await new Validator(shapes, {factory: rdf}).validate(data);
    assert.deepEqual(report.results.map((one) => `${name}: ${one.focusNode.value} ${one.path?.value} ${one.value?.value}`), []);
  }
});

test('everything that the catalogue leads to on this site is there', async () => {
  const data = await graph(await (await get('/catalogus.ttl')).text());
  const properties = ['accessURL', 'downloadURL', 'landingPage', 'endpointDescription'];
  let followed = 0;
  for (const {predicate, object} of data) {
    if (properties.includes(predicate.value.split('#')[1])) {
      const response = await fetch(object.value.replace('https://registers.rijnmeren.example', site.address));
      assert.equal(response.status, 200, object.value);
      await response.arrayBuffer();
      followed++;
    }
  }
  assert.ok(followed > 20, `${followed} followed`);
});
