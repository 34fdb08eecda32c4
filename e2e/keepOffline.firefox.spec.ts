import { expect, test } from 'playwright/test';
import { startDistribution } from '../src/testing/servers/distributionRegistry.ts';
import { startApp } from './support/app.ts';
import { startFirefox } from './support/browsers.ts';
import { createCertificate } from './support/faultServers.ts';
import { pushImage } from './support/pushImage.ts';

test('Firefox downloads an image, which opens with the registry stopped', async () => {
  const [app, registry] = await Promise.all([startApp(), startDistribution()]);
  const options = { trusted: createCertificate(), trustedPorts: [], publicAddress: '127.0.0.1:1' };
  const driver = await startFirefox(options);
  try {
    const { digest, config, layer } = await pushImage(registry.host, 'team/app', 'Firefox');
    const address = `${app.origin}/#${registry.host}/team/app@${digest}`;
    await driver.open(address, 'tree');
    expect(await driver.run(keepInPage, '')).toBe('Available offline, verified just now');
    await registry.pause();
    await driver.open(address, 'tree');
    const present = await driver.run(
      async (digests) => {
        const answer = await fetch('/-/present', { method: 'POST', body: digests });
        return (await answer.json()).present;
      },
      JSON.stringify([digest, config, layer]),
    );
    expect(present).toEqual([digest, config, layer]);
  } finally {
    await driver.close();
    await Promise.all([app.stop(), registry.stop()]);
  }
});

/** Runs in the page: opens the dialog, downloads what it offers, and returns its last message. */
async function keepInPage(): Promise<string> {
  const found = <T>(find: () => T | null | undefined) =>
    new Promise<T>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`not there: ${document.body.innerText}`)), 15_000);
      const look = () => {
        const it = find();
        if (!it) return requestAnimationFrame(look);
        clearTimeout(late);
        return resolve(it);
      };
      look();
    });
  const button = (place: string, name: string) =>
    found(() =>
      [...document.querySelectorAll<HTMLButtonElement>(`${place} button`)].find((each) => each.textContent === name),
    );
  (await button('header', 'Make available offline…')).click();
  (await button('dialog', 'Download')).click();
  const chip = await found(() => document.querySelector('dialog [role=status] span svg')?.parentElement);
  return chip.textContent.trim();
}
