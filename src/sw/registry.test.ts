import { afterAll, beforeAll } from 'vitest';
import { createMemoryStore } from '../content/index.ts';
import { createPullThrough } from '../distribution/index.ts';
import { createMemoryKeychain, HostsSource } from '../registry/index.ts';
import {
  createPullThroughStage,
  createRegistryStage,
  createTexts,
  type DistributionRegistry,
  pushRealImages,
  type RealImage,
  registrySuite,
  startDistribution,
} from '../testing/index.ts';
import { createHandler, type Handler } from './handler.ts';
import { RequestLog } from './requestLog.ts';
import { StorageSettings } from './storageSettings.ts';

let distribution: DistributionRegistry;
let images: readonly RealImage[] = [];
beforeAll(async () => {
  distribution = await startDistribution();
  images = await pushRealImages(distribution);
}, 60_000);
afterAll(() => distribution.stop());

const now = () => new Date();
const store = createMemoryStore({ clock: now });

function createWorker(): Handler {
  const { registry } = createRegistryStage();
  const log = new RequestLog({ now: () => Date.now() });
  const pull = createPullThrough({ store, registry, log, now, pause: async () => undefined });
  const hosts = new HostsSource({
    fetchFile: async () => new Response(null, { status: 404 }),
    texts: { text: async () => undefined, putText: async () => undefined },
    warn: (message, fields) => log.warn(message, fields),
  });
  const settings = { keychain: createMemoryKeychain(), hosts, tester: registry };
  const { library } = createPullThroughStage({ store });
  const storageSettings = new StorageSettings({ texts: createTexts(), estimate: undefined });
  return createHandler({ open: async () => ({ store, pull, library }), settings, storageSettings, log, now: () => 0 });
}

/** Creates a registry client whose requests the worker answers, as those of a page. */
function throughWorker(handler: Handler) {
  return createRegistryStage({
    fetch: async (input, init) => {
      init?.signal?.throwIfAborted();
      const { pathname, host } = new URL(String(input));
      return handler(new Request(`http://localhost${pathname}?ns=${host}`, init));
    },
  }).registry;
}

registrySuite('our own worker', () => ({ registry: throughWorker(createWorker()), host: distribution.host, images }));
