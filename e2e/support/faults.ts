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

/** The servers that produce a fault; those passed to `keep` are stopped after the test. */
export interface Stage {
  readonly fixture: FixtureRegistry;
  /** `name:port` of the fixture over https with a certificate that the browser trusts. */
  readonly secureHost: string;
  /** Digests of an image of this test only in `team/app` of the fixture, whose tag is `latest`. */
  readonly manifest: string;
  readonly config: string;
  keep<T extends FaultServer | FixtureRegistry>(server: T): T;
}

/** `opens`: the image is shown. */
type Reason = string | 'opens';

export interface Fault {
  readonly title: string;
  /**
   * Address from which the page itself was loaded: http on localhost by default; `public` counts as a public server.
   */
  readonly page?: 'https' | 'public';
  /** Set if the other browser cannot be configured for it. */
  readonly only?: BrowserName;
  /** The network goes away once the page is open. */
  readonly offline?: boolean;
  /** Produces the fault, and returns the address to open behind the `#`. */
  readonly address: (stage: Stage) => Promise<string> | string;
  /** For both browsers, or for each if they differ. */
  readonly reason: Reason | Readonly<Record<BrowserName, Reason>>;
  /** Matches the title and the whole panel. */
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

/** Each fault and the name the page must give it. If that is not the fault's own name, the title says why. */
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
    title: 'another origin allowed, which browsers do not distinguish from none',
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
      title: `OPTIONS answered with ${preflight}, which an anonymous read by tag avoids`,
      address: ({ fixture }) => {
        fixture.cors = { ...fixture.cors, preflight };
        return `${fixture.host}/team/app:latest`;
      },
      reason: 'opens',
    },
    {
      title: `OPTIONS answered with ${preflight} if a token is required`,
      address: (stage) => withLogin(stage, preflight),
      reason: 'preflight_refused',
      says: /rejects the CORS preflight request.*Request with CORS and a preflight ?no answer/,
      fix: 'nginx',
    },
  ]),
  { title: 'none, if a token is required', address: (stage) => withLogin(stage, 204), reason: 'opens' },
  {
    title: 'WWW-Authenticate not exposed',
    address: (stage) => withLogin(stage, 204, false),
    reason: 'header_hidden',
    fix: 'Distribution 3',
  },
  {
    title: 'a blob redirected to a host without CORS',
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
    title: 'a blob redirected to a host that is down',
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
    title: 'an unknown host name',
    address: (stage) => at('nowhere.invalid', stage),
    reason: 'unreachable',
    says: /can't be reached/,
  },
  {
    title: 'connections accepted and closed',
    address: async (stage) => at(`localhost:${stage.keep(await startCutting()).port}`, stage),
    reason: 'unreachable',
    says: /the connection dropped/,
  },
  {
    title: 'one connection closed, which Firefox retries automatically',
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
    title: 'an untrusted certificate',
    address: untrusted,
    reason: 'tls',
    says: /the certificate isn't trusted/,
  },
  {
    title: 'an untrusted certificate, which a page on https cannot distinguish from a host that is down',
    page: 'https',
    address: untrusted,
    reason: 'unreachable',
    says: /the certificate isn't trusted/,
  },
  {
    title: 'a plain http registry for a page on https',
    page: 'https',
    address: (stage) => at('plain.test', stage),
    reason: 'mixed_content',
    says: /Browsers block http:\/\/ registries/,
  },
  {
    title: 'a blob redirected from https to plain http, which browsers do not distinguish from a host that is down',
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
    title: 'a registry on this machine for a public page',
    page: 'public',
    address: byDigest,
    reason: 'local_network',
    says: /Ask this browser for access/,
  },
  {
    // Firefox's offline mode under test also cuts the page off from its own worker.
    title: 'no network',
    only: 'Chromium',
    offline: true,
    address: (stage) => at('registry.example', stage),
    reason: 'offline',
    says: /You're offline/,
  },
];
