import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from 'playwright/test';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const folder = 'test-results/screenshots';

/** Both colour schemes and both arrangements, once each: neither changes what the other does. */
export const eachLook = [
  ['light', 1280],
  ['dark', 360],
] as const;

/** Judges what is shown with axe and keeps a picture of it. */
export async function judge(page: Page, name: string, colorScheme: string, width: number): Promise<void> {
  await page.screenshot({ path: `${folder}/${name}-${colorScheme}${width < 760 ? '-narrow' : ''}.png` });
  expect(await faultsOf(page)).toEqual([]);
}

/** The accessibility faults that axe finds in what is shown. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  });
}
