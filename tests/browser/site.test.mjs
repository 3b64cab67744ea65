// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
// Every kind of page of the public site in Chromium: both languages, with and without JavaScript, desktop and phone,
// light and dark; accessible, valid, nothing sticking out, nothing refused; by keyboard, and on paper. With
// WAARBORG_PICTURE=1 it also makes docs/site.png.
import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {AxeBuilder} from '@axe-core/playwright';
import {HtmlValidate} from 'html-validate';
import {launchChromium, stickingOut} from './chromium.mjs';
import {startDemo} from './program.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const lastYear = `${new Date().getFullYear() - 1}`;
const errors = ['/bestaat-niet', '/registers/geschenken?yaer=2024', '/personen/niemand'];
let demo;
let browser;
let pages; // every kind of page, in Dutch
let found; // every address that a link of these leads to

async function links(path) {
  const text = await (await fetch(demo.address + path)).text();
  return [...text.matchAll(/href="(\/[^"]*)"/g)].map((one) => one[1].replaceAll('&amp;', '&'));
}

before(async () => {
  demo = await startDemo(new Date().toISOString().slice(0, 10));
  browser = await launchChromium();
  const registers = [...new Set(await links('/registers'))].filter((one) => /^\/registers\/[^/?]+$/.test(one));
  pages = ['/', '/registers', '/wijzigingen', '/over', '/toegankelijkheid'];
  for (const register of registers) {
    pages.push(register);
    pages.push((await links(register)).find((one) => one.startsWith(`${register}/`)));
  }
  pages.push(`${registers[0]}?last=1`, `${registers[0]}?show=ended`, `${registers[0]}?q=niemandheetzo`);
  pages.push(`${registers[0]}?q=stichting&office=assembly_member&paid=no&year=${lastYear}`, '/wijzigingen?register=geschenken');
  pages.push(...new Set((await links(registers[0])).filter((one) => one.startsWith('/personen/')).slice(0, 3)));
  assert.equal(registers.length, 4);
  assert.ok(pages.every(Boolean) && pages.length > 18);
  found = new Set();
});

after(async () => {
  await browser?.close();
  assert.equal(await demo?.stop(), 0, 'the program ends in order, without leaks');
});

async function look(page, path, status) {
  const noise = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(String(error)));
  page.on('requestfailed', (request) => noise.push(request.url()));
  const answer = await page.goto(demo.address + path);
  assert.equal(answer.status(), status, path);
  await page.evaluate(() => document.fonts.ready);
  assert.deepEqual(await stickingOut(page), [], path);
  const {violations} = await new AxeBuilder({page}).withTags(tags).analyze();
  const what = violations.map((one) => [one.id, ...one.nodes.map((node) => `${node.html} ${node.failureSummary}`)]);
  assert.deepEqual(what, [], path);
  page.removeAllListeners();
  assert.deepEqual(noise.filter((one) => status === 200 || !one.includes(`${status}`)), [], path);
}

const desktop = {width: 1280, height: 900};
const phone = {width: 390, height: 844};
// Each language is seen on each screen and in each colour.
for (const [prefix, viewport, colorScheme] of [
  ['', desktop, 'light'], ['', phone, 'dark'], ['/en', desktop, 'dark'], ['/en', phone, 'light'],
]) {
  test(`pages are accessible, ${prefix || 'nl'}, ${viewport.width} wide, ${colorScheme}`, async () => {
    const context = await browser.newContext({viewport, colorScheme});
    const page = await context.newPage();
    for (const path of pages) {
      await look(page, prefix + path, 200);
    }
    for (const path of errors) {
      await look(page, prefix + path, path.includes('?') ? 400 : 404);
    }
    await context.close();
  });
}

for (const prefix of ['', '/en']) {
  test(`pages are valid HTML, in their language, and link to what is there, ${prefix || 'nl'}`, async () => {
    const validate = new HtmlValidate({extends: ['html-validate:recommended'],
      rules: {'no-trailing-whitespace': 'off', 'long-title': 'off'}});
    for (const path of [...pages, ...errors]) {
      const text = await (await fetch(demo.address + prefix + path)).text();
      const report = await validate.validateString(text);
      const faults = report.results.flatMap((one) => one.messages.map((m) => `${m.line}:${m.column} ${m.ruleId} ${m.message}`));
      assert.deepEqual(faults, [], path);
      assert.match(text, new RegExp(`<html lang="${prefix ? 'en' : 'nl'}">`));
      for (const link of await links(prefix + path)) {
        found.add(link);
      }
    }
    for (const link of found) {
      const refused = errors.some((one) => link.endsWith(one)); // a refused page offers itself in the other language
      const {status} = await fetch(demo.address + link);
      assert.ok(status === 200 || refused, `${link}: ${status}`);
    }
    assert.ok(found.size > 150, `${found.size} addresses`);
  });
}

test('nothing sticks out on the narrowest phone, and without JavaScript pages are the same', async () => {
  const narrow = await browser.newContext({viewport: {width: 320, height: 640}, javaScriptEnabled: true});
  const bare = await browser.newContext({viewport: {width: 320, height: 640}, javaScriptEnabled: false});
  const page = await narrow.newPage();
  const other = await bare.newPage();
  for (const path of pages) {
    await page.goto(demo.address + path);
    await other.goto(demo.address + path);
    assert.deepEqual(await stickingOut(page), [], path);
    assert.equal(await page.locator('script').count(), 0);
    assert.equal(await other.locator('main').innerText(), await page.locator('main').innerText(), path);
  }
  await narrow.close();
  await bare.close();
});

test('a visitor finds who was given what: form, filter, entry, person, without JavaScript', async () => {
  const context = await browser.newContext({javaScriptEnabled: false});
  const page = await context.newPage();
  await page.goto(`${demo.address}/`);
  await page.getByRole('link', {name: 'Geschenken en uitnodigingen'}).click();
  const all = await page.locator('caption').first().innerText();
  assert.match(all, /^1 tot en met 25 van \d+$/);
  await page.getByLabel('Jaar').selectOption(lastYear);
  await page.getByRole('button', {name: 'Zoeken'}).click();
  assert.ok(page.url().includes(`year=${lastYear}`));
  await page.getByRole('group', {name: 'Gekozen filters'}).getByRole('link', {name: new RegExp(`${lastYear}.*weghalen`)}).click();
  assert.equal(await page.locator('caption').first().innerText(), all);
  await page.getByRole('columnheader', {name: 'Waarde'}).getByRole('link').click();
  assert.equal(await page.locator('th[aria-sort]').innerText(), 'Waarde');
  await page.getByRole('link', {name: 'Volgende'}).click();
  await page.getByRole('link', {name: 'Vorige'}).click();
  const entry = page.locator('tbody tr').first().locator('td[data-label="Wat"] a');
  const what = await entry.innerText();
  await entry.click();
  assert.ok((await page.getByRole('heading', {level: 1}).innerText()).startsWith(what));
  const person = page.locator('.wb-facts a').first();
  const who = await person.innerText();
  await person.click();
  assert.equal(await page.getByRole('heading', {level: 1}).innerText(), who);
  await page.getByRole('link', {name: 'English'}).click();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  assert.equal(await page.getByRole('heading', {level: 1}).innerText(), who);
  await context.close();
});

test('by keyboard: the skip link comes first, leads to the content, and focus is seen everywhere', async () => {
  const page = await browser.newPage({viewport: {width: 1280, height: 900}});
  await page.goto(`${demo.address}/registers/nevenfuncties`);
  await page.keyboard.press('Tab');
  assert.equal(await page.locator(':focus').innerText(), 'Naar de inhoud');
  assert.equal(await page.locator(':focus').isVisible(), true);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.querySelector('main').contains(document.activeElement)), true);
  for (let count = 0; count < 60; count++) {
    await page.keyboard.press('Tab');
    const [html, seen] = await page.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      const around = getComputedStyle(element, '::after');
      const ring = (one) => one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) >= 2;
      return [element.outerHTML.slice(0, 80), ring(style) || ring(around) || style.backgroundColor === 'rgb(255, 221, 0)'];
    });
    assert.equal(seen, true, html);
  }
  await page.close();
});

test('on paper: no menus, no forms, black on white, and within the page', async () => {
  const page = await browser.newPage({colorScheme: 'dark'});
  for (const path of pages) {
    await page.goto(demo.address + path);
    await page.emulateMedia({media: 'print', colorScheme: 'dark'});
    for (const hidden of await page.locator('.wb-menu, .wb-filters, .wb-chips, .wb-pages, .wb-formats').all()) {
      assert.equal(await hidden.isVisible(), false, path);
    }
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
    const paper = await page.pdf({preferCSSPageSize: true});
    assert.equal(paper.subarray(0, 5).toString(), '%PDF-');
    await page.emulateMedia({media: 'screen'});
  }
  await page.close();
});

test('the picture of the site', {skip: !process.env.WAARBORG_PICTURE && 'made when WAARBORG_PICTURE is set'}, async () => {
  const page = await browser.newPage({viewport: {width: 1280, height: 900}, colorScheme: 'light', reducedMotion: 'reduce'});
  await page.goto(`${demo.address}/registers/nevenfuncties`);
  await page.evaluate(() => document.fonts.ready);
  writeFileSync(join(root, 'docs/site.png'), await page.screenshot());
  await page.close();
});
