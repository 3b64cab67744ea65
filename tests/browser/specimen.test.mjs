// SPDX-FileCopyrightText: 2026 The Waarborg authors
// SPDX-License-Identifier: EUPL-1.2
// The specimen of all parts in Chromium: accessible in light and dark, nothing that sticks out from 320 pixels on,
// and on paper what paper needs.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, readdirSync, rmSync} from 'node:fs';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {AxeBuilder} from '@axe-core/playwright';
import {HtmlValidate} from 'html-validate';
import {launchChromium, stickingOut} from './chromium.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const specimen = readFileSync(join(root, 'assets/specimen.html'), 'utf8');
const types = {css: 'text/css', svg: 'image/svg+xml', woff2: 'font/woff2', html: 'text/html; charset=utf-8'};
const policy = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'";
let folder;
let server;
let browser;
let address;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waarborg-specimen-'));
  execFileSync(process.execPath, [join(root, 'tools/assets.mjs'), '--folder', folder]);
  server = createServer((request, response) => {
    const name = request.url.slice(1) || 'specimen.html';
    // The specimen names its files without the hash of their content.
    const file = readdirSync(folder).find((one) => one === name || one.replace(/^(waarborg)\.\w+\./, '$1.') === name);
    response.setHeader('Content-Type', types[name.split('.').pop()] ?? 'text/plain');
    response.setHeader('Content-Security-Policy', policy);
    response.end(file ? readFileSync(join(folder, file)) : specimen);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  address = `http://127.0.0.1:${server.address().port}/`;
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, {recursive: true, force: true});
});

async function open(options) {
  const page = await browser.newPage(options);
  const refused = [];
  page.on('console', (message) => refused.push(message.text()));
  page.on('requestfailed', (request) => refused.push(request.url()));
  await page.goto(address);
  await page.evaluate(() => document.fonts.ready);
  assert.deepEqual(refused, [], 'nothing is refused by the policy or missing');
  return page;
}

for (const colorScheme of ['light', 'dark']) {
  for (const width of [320, 390, 768, 1280, 1920]) {
    test(`specimen, ${colorScheme}, ${width} wide`, async () => {
      const context = await browser.newContext({viewport: {width, height: 900}, colorScheme});
      const page = await context.newPage();
      await page.goto(address);
      await page.evaluate(() => document.fonts.ready);
      assert.deepEqual(await stickingOut(page), []);
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      const {violations} = await new AxeBuilder({page}).withTags(tags).analyze();
      assert.deepEqual(violations.map((one) => [one.id, ...one.nodes.map((node) => `${node.html} ${node.failureSummary}`)]), []);
      await context.close();
    });
  }
}

test('nothing is refused by the policy, and text is in Noto Sans', async () => {
  const page = await open({});
  assert.equal(await page.evaluate(() => document.fonts.check('700 16px "Noto Sans"', 'é')), true);
  await page.close();
});

test('on paper there are no menus, buttons or dark colours, and what was folded is open', async () => {
  const page = await open({colorScheme: 'dark'});
  await page.emulateMedia({media: 'print', colorScheme: 'dark'});
  for (const hidden of ['.wb-menu', '.wb-filters', '.wb-pages', '.utrecht-button']) {
    assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
  }
  assert.equal(await page.locator('.wb-why p').first().isVisible(), true);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
  await page.close();
});

test('focus is visible on everything that takes it', async () => {
  const page = await open({viewport: {width: 1280, height: 900}});
  let count = 0;
  for (;;) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement === document.body)) {
      break;
    }
    count++;
    const seen = await page.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      const around = getComputedStyle(element, '::after');
      const ring = (one) => one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) >= 2;
      return [element.outerHTML.slice(0, 80), ring(style) || ring(around) || style.backgroundColor === 'rgb(255, 221, 0)'];
    });
    assert.equal(seen[1], true, seen[0]);
  }
  assert.ok(count > 40, `${count} took focus`);
  await page.close();
});

test('the specimen is valid HTML', async () => {
  const validate = new HtmlValidate({extends: ['html-validate:recommended'], rules: {'no-trailing-whitespace': 'off'}});
  const report = await validate.validateString(specimen);
  assert.deepEqual(report.results.flatMap((one) => one.messages.map((m) => `${m.line}: ${m.ruleId} ${m.message}`)), []);
});
