// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
// Signing in as people do it, in Chromium: first link, password, code, recovery, sessions, and what goes wrong; without
// JavaScript, in both languages, on desktop and phone, each page accessible and valid.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {createHmac} from 'node:crypto';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {AxeBuilder} from '@axe-core/playwright';
import {HtmlValidate} from 'html-validate';
import {launchChromium, stickingOut} from './chromium.mjs';
import {program, startFolder} from './program.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const password = 'regen op het zinken dak';
const desktop = {width: 1280, height: 900};
const phone = {width: 390, height: 844};
let folder;
let site;
let browser;

function waarborg(...words) {
  const {status, stdout, stderr} = spawnSync(program, words, {cwd: folder, encoding: 'utf8'});
  assert.equal(status, 0, stderr);
  return stdout;
}

const account = (...words) => waarborg('account', '--data', 'data', ...words);
const linkOf = (printed) => new URL(/^https:.*$/m.exec(printed)[0]).pathname;

// What the owner's program shows for a secret in base 32, STEPS of half a minute from now.
function codeOf(secret, steps = 0) {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps));
  const hash = createHmac('sha1', key).update(counter).digest();
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0');
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waarborg-sign-in-'));
  waarborg('init', '--data', 'data', '--organisation', join(root, 'examples/organisation.yaml'));
  const people = ['id;name;regime;office;since;until;email'];
  for (const [id, name, until] of [
    ['p1', 'Anneke Visser', ''], ['p2', 'Bram Mulder', ''], ['p3', 'Chris Bos', ''], ['p4', 'Dewi Kok', '2025-01-01'],
    ['p5', 'Els Post', ''], ['p6', 'Femke Vos', ''], ['p7', 'Guus Haan', ''],
  ]) {
    people.push(`${id};${name};political;assembly_member;2023-03-29;${until};${id}@rijnmeren.example`);
  }
  writeFileSync(join(folder, 'people.csv'), `${people.join('\n')}\n`);
  waarborg('import', '--data', 'data', 'people', 'people.csv');
  site = await startFolder(folder);
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  assert.equal(await site?.stop(), 0, 'the program ends in order, without leaks');
  rmSync(folder, {recursive: true, force: true});
});

// Boolean attributes are as the browser writes them: this reads what it made of the page, since some follow a form.
const validate = new HtmlValidate({extends: ['html-validate:recommended'],
  rules: {'no-trailing-whitespace': 'off', 'long-title': 'off', 'attribute-boolean-style': 'off'}});

// The page as it is now: accessible, valid, nothing sticking out.
async function look(page) {
  const where = page.url();
  assert.deepEqual(await stickingOut(page), [], where);
  const {violations} = await new AxeBuilder({page}).withTags(tags).analyze();
  assert.deepEqual(violations.map((one) => [one.id, ...one.nodes.map((node) => node.html)]), [], where);
  const report = await validate.validateString(await page.content());
  assert.deepEqual(report.results.flatMap((one) => one.messages.map((m) => `${m.ruleId} ${m.message}`)), [], where);
  assert.equal(await page.locator('script').count(), 0);
}

// A browser of its own: axe needs scripts to run in a page, so pages are looked at with scripts and used the same without.
async function visit(context, options = {}) {
  const made = await browser.newContext({viewport: desktop, baseURL: site.address, ...options});
  context.after(() => made.close());
  return made.newPage();
}

const press = (page, name) => page.getByRole('button', {name, exact: true}).click();

async function choose(page, one, other = one) {
  await page.getByLabel('Uw nieuwe wachtwoord').fill(one);
  await page.getByLabel('Hetzelfde wachtwoord nog een keer').fill(other);
}

async function signIn(page, login, typed = password) {
  await page.getByLabel('Uw e-mailadres').fill(login);
  await page.getByLabel('Uw wachtwoord').fill(typed);
  await press(page, 'Inloggen');
}

// Somebody with a password, signed in.
async function enter(context, person, options) {
  const page = await visit(context, options);
  await page.goto(linkOf(account('add', '--person', person)));
  await choose(page, password);
  await press(page, 'Bewaren en inloggen');
  await page.waitForURL('**/mijn');
  return page;
}

test('a newcomer chooses a password by a link that works once, and comes back to the page they wanted', async (context) => {
  const link = linkOf(account('add', '--person', 'p1'));
  const page = await visit(context, {javaScriptEnabled: true});
  await page.goto(link);
  await look(page);
  await choose(page, 'kort');
  await press(page, 'Bewaren en inloggen');
  assert.match(await page.getByRole('alert').innerText(), /te kort/);
  assert.equal(await page.evaluate(() => document.activeElement.className), 'wb-errors');
  await page.getByRole('alert').getByRole('link').click();
  assert.equal(await page.evaluate(() => document.activeElement.type), 'password');
  await look(page);
  await choose(page, 'Welkom2026!!');
  await press(page, 'Bewaren en inloggen');
  assert.match(await page.getByRole('alert').innerText(), /makkelijk te raden/);
  await choose(page, password, `${password}!`);
  await press(page, 'Bewaren en inloggen');
  assert.match(await page.getByRole('alert').innerText(), /verschillen/);
  await choose(page, password);
  await press(page, 'Bewaren en inloggen');
  assert.equal(new URL(page.url()).pathname, '/mijn');
  assert.match(await page.locator('main').innerText(), /Anneke Visser/);
  await press(page, 'Uitloggen');
  assert.match(await page.locator('main').innerText(), /U bent uitgelogd/);
  await look(page);
  const used = await page.goto(link);
  assert.equal(used.status(), 404);
  assert.match(await page.locator('h1').innerText(), /werkt niet meer/);
  await look(page);
  await page.goto('/mijn/geschenken?toestand=declared');
  assert.equal(new URL(page.url()).pathname, '/inloggen');
  await signIn(page, ' P1@Rijnmeren.example');
  assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, '/mijn/geschenken?toestand=declared');
  await page.goto('/inloggen');
  assert.equal(new URL(page.url()).pathname, '/mijn');
});

test('nobody is led to another site, and what was typed wrong tells nothing', async (context) => {
  await enter(context, 'p2');
  for (const onward of ['//evil.example/', '/\\evil.example', 'https://evil.example/', 'javascript:alert(1)', '/%2F/evil.example/%0d%0aa:b']) {
    const page = await visit(context);
    await page.goto(`/inloggen?verder=${encodeURIComponent(onward)}`);
    await signIn(page, 'p2@rijnmeren.example');
    assert.equal(new URL(page.url()).origin, site.address, onward);
  }
  const page = await visit(context);
  await page.goto('/inloggen');
  const told = [];
  for (const [login, typed] of [['p2@rijnmeren.example', 'verkeerd wachtwoord'], ['niemand@rijnmeren.example', password], ['', '']]) {
    await signIn(page, login, typed);
    told.push(await page.getByRole('alert').innerText());
    assert.equal(await page.getByLabel('Uw e-mailadres').inputValue(), login);
    assert.equal(await page.getByLabel('Uw wachtwoord').inputValue(), '');
  }
  await look(page);
  assert.equal(new Set(told).size, 1);
});

test('who guesses waits, and the owner still gets in where they were before', async (context) => {
  const home = await enter(context, 'p3');
  await press(home, 'Uitloggen');
  const guess = (typed) => fetch(`${site.address}/inloggen`, {method: 'POST', redirect: 'manual',
    body: new URLSearchParams({login: 'p3@rijnmeren.example', geheim: typed})});
  for (let tries = 0; tries < 5; tries++) {
    assert.equal((await guess('geraden')).status, 403);
  }
  const told = await guess(password);
  assert.equal(told.status, 429);
  assert.match(await told.text(), /Probeer het vanaf \d\d:\d\d opnieuw/);
  await signIn(home, 'p3@rijnmeren.example');
  assert.equal(new URL(home.url()).pathname, '/mijn');
});

test('forms of other sites, and of other sessions, do nothing', async (context) => {
  const page = await enter(context, 'p5');
  const cookies = (await page.context().cookies()).map((one) => `${one.name}=${one.value}`).join('; ');
  for (const one of await page.context().cookies()) {
    assert.ok(one.httpOnly && one.sameSite === 'Lax', one.name);
  }
  await page.goto('/mijn/account');
  const token = await page.locator('input[name=formulier]').first().inputValue();
  const send = (path, fields, headers = {}) => fetch(site.address + path, {method: 'POST', redirect: 'manual',
    headers: {cookie: cookies, ...headers}, body: new URLSearchParams(fields)});
  for (const path of ['/uitloggen', '/mijn/account/taal', '/mijn/account/sessie', '/mijn/account/wachtwoord', '/mijn/account/code']) {
    assert.equal((await send(path, {formulier: 'x', geheim: password})).status, 403, path);
    assert.equal((await send(path, {})).status, 403, path);
    assert.equal((await send(path, {formulier: token}, {origin: 'https://evil.example'})).status, 403, path);
    assert.equal((await send(path, {formulier: token}, {'sec-fetch-site': 'cross-site'})).status, 403, path);
  }
  assert.equal((await send('/inloggen', {login: 'a', geheim: 'b'}, {origin: 'https://evil.example'})).status, 403);
  const shown = await (await send('/mijn/account/wachtwoord', {formulier: 'x', geheim: password, 'geheim-nieuw': password})).text();
  assert.ok(!shown.includes(password), 'a password is never shown again');
  await page.reload();
  assert.equal(new URL(page.url()).pathname, '/mijn/account');
});

test('who has left is told so, and gets nothing', async (context) => {
  const page = await visit(context);
  await page.goto(linkOf(account('add', '--person', 'p4')));
  await choose(page, password);
  await press(page, 'Bewaren en inloggen');
  assert.match(await page.getByRole('alert').innerText(), /niet in functie/);
  await look(page);
  await page.goto('/mijn');
  assert.equal(new URL(page.url()).pathname, '/inloggen');
});

test('asking for a link says the same whoever asks', async (context) => {
  const told = [];
  for (const login of ['p1@rijnmeren.example', 'niemand@rijnmeren.example']) {
    const page = await visit(context, {viewport: phone});
    await page.goto('/inloggen');
    await page.getByRole('link', {name: 'Ik weet mijn wachtwoord niet'}).click();
    await look(page);
    await page.getByLabel('Uw e-mailadres').fill(login);
    await press(page, 'Stuur mij een link');
    told.push(await page.locator('main').innerText());
    await look(page);
  }
  assert.equal(told[0], told[1]);
});

for (const [viewport, colorScheme] of [[desktop, 'dark'], [phone, 'light']]) {
  const person = viewport === phone ? 'p6' : 'p7';
  test(`an account: code, recovery, sessions, password, language; ${viewport.width} wide, ${colorScheme}`, async (context) => {
    const page = await enter(context, person, {viewport, colorScheme});
    await page.goto('/mijn/account');
    await look(page);
    assert.match(await page.locator('main').innerText(), /Chrome op Linux/);
    // The second factor.
    await page.getByRole('link', {name: 'Ook met een code inloggen'}).click();
    await look(page);
    const secret = await page.locator('.wb-secret code').innerText();
    await page.getByLabel('Uw huidige wachtwoord').fill('verkeerd');
    await page.getByLabel('Code van zes cijfers').fill(codeOf(secret));
    await press(page, 'Aanzetten');
    assert.match(await page.getByRole('alert').innerText(), /niet uw huidige wachtwoord/);
    assert.equal(await page.locator('.wb-secret code').innerText(), secret);
    await page.getByLabel('Uw huidige wachtwoord').fill(password);
    await page.getByLabel('Code van zes cijfers').fill('000000');
    await press(page, 'Aanzetten');
    assert.match(await page.getByRole('alert').innerText(), /code klopt niet/);
    await look(page);
    await page.getByLabel('Uw huidige wachtwoord').fill(password);
    await page.getByLabel('Code van zes cijfers').fill(codeOf(secret));
    await press(page, 'Aanzetten');
    const codes = await page.locator('.wb-codes code').allInnerTexts();
    assert.equal(codes.length, 10);
    await look(page);
    await page.getByRole('link', {name: 'Ik heb ze bewaard'}).click();
    assert.match(await page.locator('main').innerText(), /nog 10 herstelcodes/);
    // Another browser: with the code, as typed in two halves.
    const other = await visit(context, {javaScriptEnabled: false});
    await other.goto('/inloggen?verder=/mijn/account');
    await signIn(other, `${person}@rijnmeren.example`);
    assert.equal(new URL(other.url()).pathname, '/inloggen/code');
    assert.equal((await other.request.get('/mijn', {maxRedirects: 0})).status(), 303, 'half a sign-in gives no rights');
    await other.getByLabel('Code').fill('123 456');
    await press(other, 'Inloggen');
    assert.match(await other.getByRole('alert').innerText(), /code klopt niet/);
    await other.getByLabel('Code').fill(codeOf(secret, 1).replace(/^.../, '$& '));
    await press(other, 'Inloggen');
    assert.equal(new URL(other.url()).pathname, '/mijn/account');
    // A third, without the telephone.
    const third = await visit(context, {viewport, colorScheme});
    await third.goto('/inloggen');
    await signIn(third, `${person}@rijnmeren.example`);
    await look(third);
    await third.getByRole('link', {name: 'Ik heb mijn telefoon niet'}).click();
    await look(third);
    await third.getByLabel('Herstelcode').fill(codes[4].toUpperCase());
    await press(third, 'Inloggen');
    assert.equal(new URL(third.url()).pathname, '/mijn');
    // Three browsers; one is ended, then all others.
    await page.goto('/mijn/account');
    assert.match(await page.locator('main').innerText(), /nog 9 herstelcodes/);
    assert.equal(await page.locator('tbody tr').count(), 3);
    await page.locator('tbody tr').first().getByRole('button').click();
    assert.match(await page.getByRole('status').innerText(), /daar uitgelogd/);
    await third.goto('/mijn');
    assert.equal(new URL(third.url()).pathname, '/inloggen');
    await press(page, 'Overal elders uitloggen');
    assert.equal(await page.locator('tbody tr').count(), 1);
    await other.goto('/mijn');
    assert.equal(new URL(other.url()).pathname, '/inloggen');
    // New recovery codes, no code any more, another password, another language.
    await page.getByRole('link', {name: 'Nieuwe herstelcodes'}).click();
    await look(page);
    await page.getByLabel('Uw huidige wachtwoord').fill(password);
    await press(page, 'Nieuwe codes maken');
    assert.equal((await page.locator('.wb-codes code').allInnerTexts()).filter((one) => codes.includes(one)).length, 0);
    await page.goto('/mijn/account/code/uit');
    await look(page);
    await page.getByLabel('Uw huidige wachtwoord').fill(password);
    await press(page, 'Uitzetten');
    assert.match(await page.getByRole('status').innerText(), /geen code meer/);
    await page.getByRole('link', {name: 'Uw wachtwoord wijzigen'}).click();
    await look(page);
    await page.getByLabel('Uw huidige wachtwoord').fill(password);
    await choose(page, `${password} nog steeds`);
    await press(page, 'Het nieuwe wachtwoord bewaren');
    assert.match(await page.getByRole('status').innerText(), /bewaard/);
    await page.getByLabel('Taal van mail').selectOption('en');
    await press(page, 'Bewaren');
    assert.equal(new URL(page.url()).pathname, '/en/mijn/account');
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await look(page);
    await press(page, 'Sign out');
    assert.equal(new URL(page.url()).pathname, '/en/inloggen');
    await look(page);
    await page.getByLabel('Your e-mail address').fill(`${person}@rijnmeren.example`);
    await page.getByLabel('Your password').fill(`${password} nog steeds`);
    await press(page, 'Sign in');
    assert.equal(new URL(page.url()).pathname, '/en/mijn');
    // Ended by the owner of the system.
    account('disable', '--person', person);
    await page.goto('/mijn');
    assert.equal(new URL(page.url()).pathname, '/inloggen');
  });
}
