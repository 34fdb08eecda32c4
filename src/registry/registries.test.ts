import { afterAll, beforeAll } from 'vitest';
import {
  copyImages,
  createRegistryStage,
  type DistributionRegistry,
  documentedConfiguration,
  nginxOnPort,
  pushRealImages,
  type RealImage,
  registrySuite,
  startDistribution,
  startFixtureRegistry,
  startNginx,
  startTokenService,
  untilKept,
} from '../testing/index.ts';

const user = 'reader';
const password = 'pass wörd:1';

let distribution: DistributionRegistry;
let images: readonly RealImage[] = [];
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  distribution = await startDistribution();
  images = await pushRealImages(distribution);
}, 60_000);
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
  await distribution.stop();
});

/** Everything started here is stopped after all tests. */
async function start<Started extends { stop(): Promise<void> }>(starting: Promise<Started>): Promise<Started> {
  const started = await starting;
  stops.push(() => started.stop());
  return started;
}

const { registry } = createRegistryStage();
/** Credentials as a person would give them: for this host only, with consent to this token service. */
function signedIn(host: string, realms: readonly string[] = []) {
  const credentials = {
    of: async (asked: string) => (asked === host ? { username: user, password, realms } : undefined),
  };
  return createRegistryStage({ credentials }).registry;
}

registrySuite('CNCF Distribution, read by everyone', () => ({ registry, host: distribution.host, images }));

registrySuite('CNCF Distribution as the pull-through cache of another', async () => {
  const { host } = await start(startDistribution({ mirrors: distribution.origin }));
  const ranged = images[0];
  await untilKept(host, ranged?.repository ?? '', ranged?.layers.at(-1)?.digest ?? '');
  return { registry, host, images };
});

registrySuite('CNCF Distribution with a token service', async () => {
  const tokens = await start(startTokenService({ user, password }));
  const { contentFolder } = distribution;
  const { host } = await start(startDistribution({ auth: { kind: 'token', ...tokens }, contentFolder }));
  return { registry: signedIn(host, [new URL(tokens.realm).origin]), host, images };
});

registrySuite('CNCF Distribution with htpasswd behind nginx', async () => {
  const { contentFolder } = distribution;
  const closed = await start(startDistribution({ auth: { kind: 'htpasswd', user, password }, contentFolder }));
  const { host } = await start(
    startNginx((port) =>
      documentedConfiguration('nginx-cors.conf', [
        ...nginxOnPort(port, 'registry.example.com'),
        ['http://127.0.0.1:5000', closed.origin],
      ]),
    ),
  );
  return { registry: signedIn(host), host, images };
});

registrySuite('the fixture registry', async () => {
  const fixture = await startFixtureRegistry();
  stops.push(() => fixture.close());
  await copyImages(distribution.host, images, fixture);
  return { registry, host: fixture.host, images };
});
