import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright/test';
import { launch } from 'puppeteer-core';
import { chromiumFlags, findProgram } from '../run/programs.mjs';
import type { Certificate } from './faultServers.ts';

/** The page's content after an address was opened. */
export interface Shown {
  /** Undefined if the image is shown. */
  readonly reason: string | undefined;
  /** Text of the whole error panel. */
  readonly text: string;
  /** The selected fix. */
  readonly fix: string | undefined;
}

/** The element that must be shown before the page is read. */
export type Place = 'tree' | 'alert';

/** A real browser with one window, driven by its own protocol. */
export interface Driver {
  /** Opens an address like a link from another site. */
  open(address: string, place: Place): Promise<Shown>;
  /** Changes the `#address` of the open page. */
  follow(address: string, place: Place): Promise<Shown>;
  /** Runs in the open page, which its service worker controls. */
  run<T>(work: (argument: string) => Promise<T>, argument: string): Promise<T>;
  /** Chromium only. */
  setOffline(isOffline: boolean): Promise<void>;
  close(): Promise<void>;
}

export interface DriverOptions {
  readonly trusted: Certificate;
  /** Address of app.test and registry.test. */
  readonly trustedPorts: readonly number[];
  /** `127.0.0.1:port` of the server that counts as a public one. */
  readonly publicAddress: string;
}

const hostNames = ['app.test', 'registry.test', 'blob.test', 'plain.test'];
const places: Record<Place, string> = {
  tree: '[role=treeitem][data-node="config"]',
  alert: '[role=alert][data-reason]',
};

export async function startChromium({ trusted, publicAddress }: DriverOptions): Promise<Driver> {
  const executablePath = findProgram('chromium');
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      ...chromiumFlags,
      '--host-resolver-rules=MAP *.test 127.0.0.1',
      `--ignore-certificate-errors-spki-list=${trusted.spki}`,
      `--ip-address-space-overrides=${publicAddress}=public`,
    ],
  });
  const context = await browser.newContext();
  const page = await context.newPage();
  const read = async (place: Place): Promise<Shown> => {
    await page.waitForSelector(places[place], { timeout: 15_000 });
    return page.evaluate(readShown);
  };
  return {
    open: async (address, place) => {
      // Leaves the page first: otherwise only the fragment would change.
      await page.goto('about:blank');
      await page.goto(address);
      return read(place);
    },
    follow: async (address, place) => {
      await page.evaluate(follow, address);
      return read(place);
    },
    run: async (work, argument) => {
      await page.waitForFunction(isControlled);
      return page.evaluate(work, argument);
    },
    setOffline: (isOffline) => context.setOffline(isOffline),
    close: () => browser.close(),
  };
}

export async function startFirefox({ trusted, trustedPorts, publicAddress }: DriverOptions): Promise<Driver> {
  const executablePath = findProgram('firefox-esr');
  if (!executablePath) throw new Error('Firefox is not installed');
  const profile = mkdtempSync(join(tmpdir(), 'ociscope-firefox-'));
  writeFileSync(join(profile, 'cert_override.txt'), certificateExceptions(trusted, trustedPorts));
  const browser = await launch({
    browser: 'firefox',
    executablePath,
    userDataDir: profile,
    // By default it trusts every certificate.
    acceptInsecureCerts: false,
    extraPrefsFirefox: {
      'network.dns.localDomains': hostNames.join(','),
      'network.lna.enabled': true,
      'network.lna.blocking': true,
      'network.lna.address_space.public.override': publicAddress,
    },
  });
  const page = await browser.newPage();
  const read = async (place: Place): Promise<Shown> => {
    await page.waitForSelector(places[place], { timeout: 15_000 });
    return page.evaluate(readShown);
  };
  return {
    open: async (address, place) => {
      await page.goto('about:blank');
      await page.goto(address);
      return read(place);
    },
    follow: async (address, place) => {
      await page.evaluate(follow, address);
      return read(place);
    },
    run: async (work, argument) => {
      await page.waitForFunction(isControlled);
      return page.evaluate(work, argument);
    },
    setOffline: (isOffline) => page.setOfflineMode(isOffline),
    close: async () => {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** The line that Firefox writes if a person accepts a certificate: host, hash algorithm (SHA-256), fingerprint. */
function certificateExceptions({ cert }: Certificate, ports: readonly number[]): string {
  const { fingerprint256 } = new X509Certificate(cert);
  const places = ports.flatMap((port) => [`app.test:${port}`, `registry.test:${port}`]);
  return places.map((place) => `${place}:\tOID.2.16.840.1.101.3.4.2.1\t${fingerprint256}\t\n`).join('');
}

/** Runs in the page. */
function follow(address: string): void {
  location.hash = address;
}

/** Runs in the page. */
function isControlled(): boolean {
  return navigator.serviceWorker.controller !== null;
}

/** Runs in the page. */
function readShown(): Shown {
  const alert = document.querySelector('[role=alert][data-reason]');
  const panel = alert?.parentElement;
  return {
    reason: alert?.getAttribute('data-reason') ?? undefined,
    text: panel?.textContent ?? '',
    fix: panel?.querySelector('select')?.selectedOptions[0]?.textContent ?? undefined,
  };
}
