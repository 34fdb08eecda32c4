import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { build } from 'vite';
import { startApp } from './support/app.ts';

test('an address bar finds the search description at the host it requests, and none for an invalid host', async ({
  page,
}) => {
  const app = await startApp();
  await page.goto(app.origin);
  await expect(page.locator('head link[rel=search]')).toHaveAttribute('href', '/opensearch.xml');
  const template = await page.evaluate(async () => {
    const answer = await fetch('/opensearch.xml');
    const document = new DOMParser().parseFromString(await answer.text(), 'application/xml');
    return document.querySelector('Url')?.getAttribute('template');
  });
  expect(template).toBe(`${app.origin}/?image={searchTerms}`);
  const { port } = new URL(app.origin);
  expect(await ask(port, 'box.lan:4173')).toEqual({
    status: 200,
    text: expect.stringContaining('"http://box.lan:4173/?image='),
  });
  for (const host of ['a"/><x y="', 'a<b', 'a b', "a'", 'a/b', '[::1]"'])
    expect(await ask(port, host)).toEqual({ status: 400, text: '' });
  await app.stop();
});

test('a build includes the search description if its origin is set, and omits it otherwise', async () => {
  const outDir = await mkdtemp(join(tmpdir(), 'ociscope-dist-'));
  process.env.OCISCOPE_ORIGIN = 'https://scope.example.org/';
  await build({ logLevel: 'error', build: { outDir, emptyOutDir: true } });
  delete process.env.OCISCOPE_ORIGIN;
  const read = (file: string) => readFile(join(outDir, file), 'utf8');
  expect(await read('opensearch.xml')).toContain('template="https://scope.example.org/?image={searchTerms}"');
  expect(await read('index.html')).toContain('href="/opensearch.xml"');
  await rm(outDir, { recursive: true });
  expect(await readFile('dist/index.html', 'utf8')).not.toContain('opensearch');
});

/** Sends any value as Host, as a program might. */
function ask(port: string, host: string): Promise<{ readonly status: number | undefined; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, path: '/opensearch.xml', headers: { host } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, text }));
    });
    asked.once('error', reject).end();
  });
}
