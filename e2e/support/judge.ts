import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from 'playwright/test';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const folder = 'test-results/screenshots';

/** Both colour schemes and both layouts, once each: they do not affect each other. */
export const eachLook = [
  ['light', 1280],
  ['dark', 360],
] as const;

/** Checks the page with axe and saves a screenshot. */
export async function judge(page: Page, name: string, colorScheme: string, width: number): Promise<void> {
  await page.screenshot({ path: `${folder}/${name}-${colorScheme}${width < 760 ? '-narrow' : ''}.png` });
  expect(await faultsOf(page)).toEqual([]);
}

/** Returns the accessibility violations that axe finds on the page. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  });
}
