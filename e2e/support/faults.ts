import { type FixtureRegistry, startFixtureRegistry } from '../../src/testing/servers/fixtureRegistry.ts';
import { freePort } from '../../src/testing/servers/serverProgram.ts';
import {
  createCertificate,
  type FaultServer,
  passOn,
  startCutting,
  startCuttingOnce,
  startTls,
} from './faultServers.ts';
import { startLogin } from './loginServer.ts';

export type BrowserName = 'Chromium' | 'Firefox';

/** What a fault is produced with; whatever is kept is stopped behind the test. */
export interface Stage {
  readonly fixture: FixtureRegistry;
  /** `name:port` where the fixture is by https with a certificate that the browser trusts. */
  readonly secureHost: string;
  /** Digests of an image of this test alone in `team/app` of the fixture, whose tag is `latest`. */
  readonly manifest: string;
  readonly config: string;
  keep<T extends FaultServer | FixtureRegistry>(server: T): T;
}

/** `opens`: the image is shown. */
type Reason = string | 'opens';

export interface Fault {
  readonly title: string;
  /** How the page itself came: http on localhost unless said; `public` counts as a server of the internet. */
  readonly page?: 'https' | 'public';
  /** What the other browser cannot be told to do. */
  readonly only?: BrowserName;
  /** The network is gone once the page is there. */
  readonly offline?: boolean;
  /** Produces it, and gives what is opened behind the `#`. */
  readonly address: (stage: Stage) => Promise<string> | string;
  /** Of both browsers, or of each where they differ. */
  readonly reason: Reason | Readonly<Record<BrowserName, Reason>>;
  /** Of the title, and of the whole panel. */
  readonly says?: RegExp;
  /** The fix that is shown first. */
  readonly fix?: string;
}

const byDigest = ({ fixture, manifest }: Stage) => `${fixture.host}/team/app@${manifest}`;
const at = (host: string, { manifest }: Stage) => `${host}/team/app@${manifest}`;

async function untrusted(stage: Stage): Promise<string> {
  const server = stage.keep(await startTls(createCertificate(), passOn(stage.fixture.origin)));
  return at(`registry.test:${server.port}`, stage);
}

async function withLogin(stage: Stage, preflight: number, exposes = true): Promise<string> {
  return at(`localhost:${stage.keep(await startLogin(stage.fixture.origin, { preflight, exposes })).port}`, stage);
}

function redirected(stage: Stage, redirectTo: string): string {
  stage.fixture.faults.set(stage.config, { redirectTo });
  return `${byDigest(stage)}&select=config`;
}

/** Each fault and what the page has to call it. Where that is not the fault's own name, the title says why. */
export const faults: readonly Fault[] = [
  { title: 'none', address: byDigest, reason: 'opens' },
  {
    title: 'no CORS headers',
    address: (stage) => {
      stage.fixture.cors = { ...stage.fixture.cors, allowOrigin: undefined };
      return byDigest(stage);
    },
    reason: 'cors_missing',
    says: /doesn't allow this site \(CORS\).*Request without CORS ?answered/,
    fix: 'Distribution 3',
  },
  {
    title: 'another origin allowed, which browsers tell no page apart from none',
    address: (stage) => {
      stage.fixture.cors = { ...stage.fixture.cors, allowOrigin: 'https://other.example' };
      return byDigest(stage);
    },
    reason: 'cors_missing',
    says: /missing or names another origin/,
    fix: 'Distribution 3',
  },
  ...[401, 405].flatMap((preflight): Fault[] => [
    {
      title: `OPTIONS answered ${preflight}, which an anonymous read by tag goes round`,
      address: ({ fixture }) => {
        fixture.cors = { ...fixture.cors, preflight };
        return `${fixture.host}/team/app:latest`;
      },
      reason: 'opens',
    },
    {
      title: `OPTIONS answered ${preflight} where a token is wanted`,
      address: (stage) => withLogin(stage, preflight),
      reason: 'preflight_refused',
      says: /rejects the CORS preflight request.*Request with CORS and a preflight ?no answer/,
      fix: 'nginx',
    },
  ]),
  { title: 'none, where a token is wanted', address: (stage) => withLogin(stage, 204), reason: 'opens' },
  {
    title: 'WWW-Authenticate not exposed',
    address: (stage) => withLogin(stage, 204, false),
    reason: 'header_hidden',
    fix: 'Distribution 3',
  },
  {
    title: 'a blob redirected to a host with no CORS',
    address: async (stage) => {
      const storage = stage.keep(await startFixtureRegistry());
      storage.cors = { ...storage.cors, allowOrigin: undefined };
      return redirected(stage, `${storage.origin}/v2/`);
    },
    reason: 'redirect_cors',
    says: /redirects to storage that blocks this site/,
    fix: 'Distribution 3',
  },
  {
    title: 'a blob redirected to a host that is away',
    address: async (stage) => redirected(stage, `http://localhost:${await freePort()}/`),
    reason: 'unreachable',
    says: /redirects to a host that can't be reached/,
  },
  {
    title: 'a connection refused',
    address: async (stage) => at(`localhost:${await freePort()}`, stage),
    reason: 'unreachable',
    says: /can't be reached/,
  },
  {
    title: 'a host that nobody knows',
    address: (stage) => at('nowhere.invalid', stage),
    reason: 'unreachable',
    says: /can't be reached/,
  },
  {
    title: 'connections accepted and cut',
    address: async (stage) => at(`localhost:${stage.keep(await startCutting()).port}`, stage),
    reason: 'unreachable',
    says: /the connection dropped/,
  },
  {
    title: 'one connection cut, which Firefox asks again by itself',
    address: async (stage) => {
      const path = `/v2/team/app/manifests/${stage.manifest}`;
      return at(`localhost:${stage.keep(await startCuttingOnce(stage.fixture.origin, path)).port}`, stage);
    },
    reason: { Chromium: 'unreachable', Firefox: 'opens' },
    says: /cut the connection/,
  },
  {
    title: 'an answer cut in its body',
    address: (stage) => {
      stage.fixture.faults.set(stage.manifest, { cutAfter: 10 });
      return byDigest(stage);
    },
    reason: 'unreachable',
    says: /cut the connection/,
  },
  {
    title: 'a certificate that is not trusted',
    address: untrusted,
    reason: 'tls',
    says: /the certificate isn't trusted/,
  },
  {
    title: 'a certificate that is not trusted, which a page on https cannot tell from a host that is away',
    page: 'https',
    address: untrusted,
    reason: 'unreachable',
    says: /the certificate isn't trusted/,
  },
  {
    title: 'a registry over plain http for a page on https',
    page: 'https',
    address: (stage) => at('plain.test', stage),
    reason: 'mixed_content',
    says: /Browsers block http:\/\/ registries/,
  },
  {
    title: 'a blob redirected from https to plain http, which browsers tell no page apart from a host that is away',
    page: 'https',
    address: (stage) => {
      const { port } = new URL(stage.fixture.origin);
      stage.fixture.faults.set(stage.config, { redirectTo: `http://blob.test:${port}/v2/` });
      return `${at(stage.secureHost, stage)}&select=config`;
    },
    reason: 'unreachable',
    says: /redirects to a host that can't be reached.*plain HTTP/,
  },
  {
    title: 'a registry on this machine for a page of the internet',
    page: 'public',
    address: byDigest,
    reason: 'local_network',
    says: /Ask this browser for access/,
  },
  {
    // What cuts Firefox off under test cuts the page off from its own worker as well.
    title: 'no network',
    only: 'Chromium',
    offline: true,
    address: (stage) => at('registry.example', stage),
    reason: 'offline',
    says: /You're offline/,
  },
];
