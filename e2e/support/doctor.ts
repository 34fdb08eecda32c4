import type { RequestListener } from 'node:http';
import { expect, test } from 'playwright/test';
import { type FixtureRegistry, startFixtureRegistry } from '../../src/testing/servers/fixtureRegistry.ts';
import { type App, startApp } from './app.ts';
import type { Driver, DriverOptions } from './browsers.ts';
import { createCertificate, type FaultServer, passOn, startTls } from './faultServers.ts';
import { type BrowserName, type Fault, faults, type Stage } from './faults.ts';
import { putImage } from './fixtureImage.ts';

/** The pages of one browser: the app over http, over https, and over https as a public server. */
interface Pages {
  readonly app: App;
  readonly secure: FaultServer;
  readonly open: FaultServer;
  readonly driver: Driver;
}

/** Runs every fault of the table with the built app in a real browser. A wrong diagnosis fails. */
export function doctorSuite(name: BrowserName, start: (options: DriverOptions) => Promise<Driver>): void {
  let pages: Pages;
  /** `registry.test` at the port of the https page: Firefox trusts a certificate only at configured ports. */
  let registryOrigin = '';
  test.beforeAll(async () => {
    const trusted = createCertificate();
    const app = await startApp();
    const page = withPlainHost(app.origin);
    const secure = await startTls(trusted, (request, response) =>
      (request.headers.host?.startsWith('registry.test:') ? passOn(registryOrigin) : page)(request, response),
    );
    const open = await startTls(trusted, passOn(app.origin));
    const ports = { trusted, trustedPorts: [secure.port, open.port], publicAddress: `127.0.0.1:${open.port}` };
    pages = { app, secure, open, driver: await start(ports) };
  });
  test.afterAll(async () => {
    const { app, secure, open, driver } = pages;
    await driver.close();
    await secure.stop();
    await open.stop();
    await app.stop();
  });

  for (const fault of faults.filter(({ only = name }) => only === name)) {
    const wanted = typeof fault.reason === 'string' ? fault.reason : fault.reason[name];
    test(`${name}: ${fault.title}: ${wanted}`, async () => {
      const secureHost = `registry.test:${pages.secure.port}`;
      await withStage(`${name} ${fault.title}`, secureHost, async (stage) => {
        registryOrigin = stage.fixture.origin;
        const shown = await meet(fault, wanted, stage, pages);
        expect(shown.reason ?? 'opens', shown.text).toBe(wanted);
        if (wanted === 'opens') return;
        expect(shown.text).toMatch(fault.says ?? /./);
        expect(shown.fix).toBe(fault.fix);
      });
    });
  }
}

async function meet(fault: Fault, wanted: string, stage: Stage, { app, secure, open, driver }: Pages) {
  const origin = {
    http: app.origin,
    https: `https://app.test:${secure.port}`,
    public: `https://app.test:${open.port}`,
  }[fault.page ?? 'http'];
  const address = await fault.address(stage);
  const place = wanted === 'opens' ? 'tree' : 'alert';
  if (!fault.offline) return driver.open(`${origin}/#${address}`, place);
  await driver.open(`${origin}/#${stage.fixture.host}/team/app@${stage.manifest}`, 'tree');
  await driver.setOffline(true);
  try {
    return await driver.follow(address, place);
  } finally {
    await driver.setOffline(false);
  }
}

/** The app, whose hosts.json has `plain.test` as a plain http registry. */
function withPlainHost(origin: string): RequestListener {
  const onward = passOn(origin);
  const hosts = JSON.stringify({ hosts: { 'plain.test': { plainHttp: true } } });
  return (request, response) => (request.url === '/hosts.json' ? response.end(hosts) : onward(request, response));
}

async function withStage(title: string, secureHost: string, work: (stage: Stage) => Promise<void>): Promise<void> {
  const kept: (FaultServer | FixtureRegistry)[] = [];
  const keep: Stage['keep'] = (server) => {
    kept.push(server);
    return server;
  };
  const fixture = keep(await startFixtureRegistry());
  try {
    await work({ fixture, secureHost, keep, ...putImage(fixture, title) });
  } finally {
    for (const server of kept) await ('stop' in server ? server.stop() : server.close());
  }
}
