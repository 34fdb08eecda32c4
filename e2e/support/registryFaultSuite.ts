import { createHash } from 'node:crypto';
import { expect, test } from 'playwright/test';
import { type FixtureRegistry, startFixtureRegistry } from '../../src/testing/servers/fixtureRegistry.ts';
import { type App, startApp } from './app.ts';
import type { BrokenAnswer } from './brokenAnswers.ts';
import type { Driver, DriverOptions } from './browsers.ts';
import { createCertificate } from './faultServers.ts';
import type { BrowserName } from './faults.ts';
import { places as allPlaces, type FaultPlace, type RegistryFault, registryFaults } from './registryFaults.ts';

const unseen = `sha256:${'c'.repeat(64)}`;
const documentType = 'application/vnd.oci.image.manifest.v1+json';
/** At most 8 MiB of an answer are read; the rest is in transit. */
const mostSentBytes = 16 * 1024 * 1024;

interface Image {
  readonly manifest: string;
  readonly config: string;
}

interface Failure {
  readonly reason: string;
  /** Text of the panel, if there is one. */
  readonly text?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Runs every fault of the table at the given places with the built app in a real browser. */
export function registryFaultSuite(
  name: BrowserName,
  start: (options: DriverOptions) => Promise<Driver>,
  places: readonly FaultPlace[] = allPlaces,
): void {
  let app: App;
  let driver: Driver;
  let fixture: FixtureRegistry;
  let tokens: FixtureRegistry;
  test.beforeAll(async () => {
    app = await startApp();
    driver = await start({ trusted: createCertificate(), trustedPorts: [], publicAddress: '127.0.0.1:1' });
    // The worker is active from the first test on.
    fixture = await startFixtureRegistry();
    await openWhole(putImage(fixture, name));
    await fixture.close();
  });
  test.beforeEach(async () => {
    [fixture, tokens] = [await startFixtureRegistry(), await startFixtureRegistry()];
  });
  test.afterEach(async () => {
    await fixture.close();
    await tokens.close();
  });
  test.afterAll(async () => {
    await driver.close();
    await app.stop();
  });

  for (const fault of registryFaults) {
    for (const place of places) {
      test(`${name}: ${fault.title}, in the place of ${nouns[place]}, is reported and leaves nothing`, async () => {
        const image = putImage(fixture, `${name} ${fault.title} ${place}`);
        if (place === 'tags' || place === 'referrers') await openWhole(image);
        const before = place === 'config' ? [image.manifest] : [];
        before.push(...(await storedIn()).digests);
        const answer = fault.answer();
        const failure = await meet(place, image, answer);
        expectTold(fault, place, failure);
        if (fault.asked !== undefined) expect(answer.asked()).toBe(fault.asked);
        await expect.poll(() => answer.isOver()).toBe(true);
        expect(answer.sentBytes()).toBeLessThan(mostSentBytes);
        await expect.poll(async () => (await storedIn()).ingests).toEqual([]);
        expect(new Set((await storedIn()).digests)).toEqual(new Set(before));
        const wanted = place === 'config' ? image.config : image.manifest;
        if (!before.includes(wanted)) expect(await driver.run(presentIn, wanted)).toEqual([]);
      });
    }
  }

  test(`${name}: a single 429 delays the request by its Retry-After, and then everything loads`, async () => {
    const { manifest } = putImage(fixture, `${name} waits`);
    fixture.faults.set(manifest, { status: 429, times: 1, headers: { 'retry-after': '1' } });
    expect((await driver.open(`${app.origin}/#${fixture.host}/team/app@${manifest}`, 'tree')).reason).toBeUndefined();
    expect(fixture.requests.filter(({ path }) => path.endsWith(`/manifests/${manifest}`))).toHaveLength(2);
  });

  async function openWhole({ manifest, config }: Image): Promise<void> {
    await driver.open(`${app.origin}/#${fixture.host}/team/app@${manifest}`, 'tree');
    // The tree is shown before its config is read.
    await expect.poll(async () => (await storedIn()).digests).toEqual(expect.arrayContaining([manifest, config]));
  }

  async function storedIn(): Promise<Stored> {
    return driver.run(readStored, '');
  }

  async function meet(place: FaultPlace, { manifest, config }: Image, answer: BrokenAnswer): Promise<Failure> {
    const at = `${fixture.host}/team/app`;
    const page = async (address: string) => {
      const { reason = 'opens', text } = await driver.open(`${app.origin}/#${address}`, 'alert');
      return { reason, text };
    };
    const breaks = (last: string, registry = fixture) => registry.faults.set(last, { answer: answer.listener });
    switch (place) {
      case 'manifest':
        breaks(manifest);
        return page(`${at}@${manifest}`);
      case 'tag':
        breaks('latest');
        return page(`${at}:latest`);
      case 'config':
        breaks(config);
        return page(`${at}@${manifest}&select=config`);
      case 'token':
        fixture.auth = { challenge: `Bearer realm="${tokens.origin}/token",service="f"`, authorization: 'Bearer none' };
        breaks('token', tokens);
        return page(`${at}@${manifest}`);
      case 'tags':
        breaks('list');
        return driver.run(askFor, `/v2/team/app/tags/list?ns=${fixture.host}`);
      case 'referrers':
        // An unseen digest, since the referrers of an opened image are already known.
        breaks(unseen);
        return driver.run(askFor, `/v2/team/app/referrers/${unseen}?ns=${fixture.host}`);
    }
  }
}

const nouns: Readonly<Record<FaultPlace, string>> = {
  manifest: 'a manifest by digest',
  tag: 'a manifest by tag',
  config: 'a config',
  tags: 'a list of tags',
  referrers: 'a list of referrers',
  token: 'a token',
};

function expectTold(fault: RegistryFault, place: FaultPlace, { reason, text, facts }: Failure): void {
  expect(reason, text).toBe(typeof fault.reason === 'string' ? fault.reason : fault.reason[place]);
  if (text !== undefined) expect(text).toMatch(fault.says);
  if (facts) expect(facts).toMatchObject(fault.facts ?? {});
}

function putImage(fixture: FixtureRegistry, author: string): Image {
  const text = JSON.stringify({ architecture: 'amd64', os: 'linux', author, rootfs: { type: 'layers', diff_ids: [] } });
  const config = fixture.putBlob('team/app', Buffer.from(text));
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: documentType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: config, size: text.length },
    layers: [],
  });
  const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
  for (const reference of [digest, 'latest']) fixture.putManifest('team/app', reference, Buffer.from(manifest));
  return { manifest: digest, config };
}

interface Stored {
  readonly digests: string[];
  readonly ingests: string[];
}

/** Runs in the page: the keys of blobs and ingests in all databases. */
async function readStored(): Promise<Stored> {
  const keysOf = (name: string, store: string) =>
    new Promise<string[]>((resolve, reject) => {
      const opened = indexedDB.open(name);
      opened.onerror = () => reject(opened.error);
      opened.onsuccess = () => {
        const database = opened.result;
        if (!database.objectStoreNames.contains(store)) {
          database.close();
          return resolve([]);
        }
        const keys = database.transaction(store).objectStore(store).getAllKeys();
        keys.onsuccess = () => {
          database.close();
          resolve(keys.result.map(String));
        };
      };
    });
  const names = (await indexedDB.databases()).map(({ name = '' }) => name);
  const all = async (store: string) => (await Promise.all(names.map((name) => keysOf(name, store)))).flat();
  return { digests: await all('info'), ingests: await all('ingests') };
}

/** Runs in the page. */
async function presentIn(digest: string): Promise<unknown> {
  const answer = await fetch('/-/present', { method: 'POST', body: JSON.stringify([digest]) });
  return (await answer.json()).present;
}

/** Runs in the page: the reason and the facts of the worker's error. */
async function askFor(path: string): Promise<{ reason: string; facts: Record<string, unknown> }> {
  const answer = await fetch(path);
  if (answer.ok) return { reason: 'opens', facts: {} };
  return (await answer.json()).errors[0].detail;
}
