import { readFileSync } from 'node:fs';
import { expect, test } from 'playwright/test';
import { pushRealImages } from '../src/testing/fixtures/realImages.ts';
import { type DistributionRegistry, startDistribution } from '../src/testing/servers/distributionRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { unfoldDetails } from './support/details.ts';
import { faultsOf } from './support/judge.ts';

let app: App;
let registry: DistributionRegistry;
test.beforeAll(async () => {
  app = await startApp();
  registry = await startDistribution();
});
test.beforeEach(({ context }) => unfoldDetails(context));
test.afterAll(async () => {
  await registry.stop();
  await app.stop();
});

const titles: Readonly<Record<string, RegExp>> = {
  'OCI image': /^Image for linux\/amd64$/,
  'Docker schema2 image': /^Image for linux\/amd64$/,
  'signed Docker schema1 image': /^Image/,
  'OCI index': /^Index of 2 platforms$/,
  'artifact with a subject': /^SBOM, SPDX$/,
};

test('every real image shows the bytes and facts that the registry has, in every tab', async ({ page }) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const image = new ImagePage(page);
  for (const { title, repository, digest, mediaType } of await pushRealImages(registry)) {
    await test.step(title, async () => {
      await image.open(app.origin, `${registry.host}/${repository}@${digest}`);
      await expect(image.title).toHaveText(titles[title] ?? /^(Image|Index of 2 platforms)/);
      // Distribution signs what it converts to schema1.
      if (mediaType.includes('v1+prettyjws')) await expect(page.locator('[data-signature=valid]')).toBeVisible();
      const tabs = page.getByRole('tab');
      await tabs.first().waitFor();
      for (let index = 0; index < (await tabs.count()); index++) {
        await tabs.nth(index).click();
        await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);
        expect(await faultsOf(page), await tabs.nth(index).innerText()).toEqual([]);
      }
      await page.getByRole('tab', { name: 'Raw' }).click();
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download' }).click();
      const bytes = readFileSync(await (await saved).path());
      // Distribution signs schema1 again for each response: the stored one is one of them.
      if (mediaType.includes('v1+prettyjws')) expect(bytes.toString()).toContain('"signatures"');
      else expect(bytes).toEqual(await manifestOf(repository, digest, mediaType));
    });
  }
  expect(errors).toEqual([]);
});

async function manifestOf(repository: string, digest: string, accept: string): Promise<Buffer> {
  const answer = await fetch(`${registry.origin}/v2/${repository}/manifests/${digest}`, { headers: { accept } });
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}
