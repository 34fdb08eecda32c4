import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { HeldImage } from '../../api/index.ts';
import type { Client } from '../../client/index.ts';
import '../base.css';
import { EnvironmentProvider } from '../EnvironmentProvider.tsx';
import { createQueryClient, type Environment } from '../environment.ts';
import { FakeLists } from '../savedListsFixture.ts';
import { TreeElement } from '../TreeElement.ts';

// What tests of the page of what is stored draw it over.

export const nowMs = Date.parse('2026-11-24T12:00:00Z');

export function digestOf(index: number): string {
  return `sha256:${String(index).padStart(64, '0')}`;
}

/** An image that was opened so many minutes ago. */
export function imageOf(index: number, facts: Partial<HeldImage> = {}): HeldImage {
  return {
    digest: digestOf(index),
    bytes: 15_400_000,
    ownBytes: 12_300_000,
    count: 5,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    artifactType: 'application/vnd.oci.image.config.v1+json',
    repositories: [{ host: 'registry.test', name: `team/app-${index}` }],
    tags: [`registry.test/team/app-${index}:1`],
    storedAt: new Date(nowMs - index * 60_000),
    usedAt: new Date(nowMs - index * 60_000),
    ...facts,
  };
}

/** What the worker would answer, which a test changes; and what it was told. */
export class FakeStore {
  images: readonly HeldImage[] = [];
  loose = { count: 0, bytes: 0 };
  ingests: readonly object[] = [];
  blobs: readonly object[] = [];
  limit: { readonly limitBytes?: number; readonly isOwnLimit: boolean } = { limitBytes: 8e9, isOwnLimit: false };
  site: { readonly usedBytes: number; readonly quotaBytes: number } | undefined = { usedBytes: 2e8, quotaBytes: 1e10 };
  /** By address: what is answered there instead, once for each. */
  readonly instead = new Map<string, () => Promise<Response>>();
  /** Of each change: what goes by it. */
  freed = { count: 5, bytes: 12_300_000 };
  readonly lists = new FakeLists();
  readonly told: { readonly url: string; readonly body: unknown }[] = [];
  openDedicatedWorker: Client['openDedicatedWorker'] = refuse;

  readonly ask: Client['ask'] = async ({ url, method, body }) => {
    const lists = this.lists.answer({ url, body });
    if (lists) return lists;
    if (method === 'POST') this.told.push({ url, body: JSON.parse(body ?? 'null') });
    const answer = this.instead.get(`${method ?? 'GET'} ${url}`);
    this.instead.delete(`${method ?? 'GET'} ${url}`);
    if (answer) return answer();
    if (method === 'POST') return Response.json(url === '/-/content' ? this.freed : { ingests: this.ingests });
    if (url === '/-/content') return Response.json(this.#facts());
    if (url === '/-/content/blobs') return Response.json({ blobs: this.blobs });
    if (url === '/-/ingests') return Response.json({ ingests: this.ingests });
    throw new Error(`${url} was asked for`);
  };

  /** Which changes of what is stored it was told. */
  changes(): readonly unknown[] {
    return this.told.filter(({ url }) => url === '/-/content').map(({ body }) => body);
  }

  #facts(): object {
    return {
      heldBytes: this.images.reduce((sum, { bytes }) => sum + bytes, this.loose.bytes),
      count: this.images.reduce((sum, { count }) => sum + count, this.loose.count),
      ingestBytes: this.ingests.length * 1000,
      images: this.images,
      loose: this.loose,
      ...this.limit,
    };
  }

  asClient(): Client {
    return {
      ask: this.ask,
      openDedicatedWorker: (request) => this.openDedicatedWorker(request),
      storage: async () => this.site,
      mode: Promise.resolve('service-worker'),
      manifest: refuse,
      blob: refuse,
      present: refuse,
      updates: { isWaiting: () => false, subscribe: () => () => undefined, apply: refuse },
    };
  }
}

/** Draws into a box that scrolls, as the page does; gives the way to end it. */
export function drawOver(store: FakeStore, host: HTMLElement, children: ReactNode): { readonly close: () => void } {
  const environment: Environment = {
    client: store.asClient(),
    queries: createQueryClient(),
    tree: new TreeElement(window),
    window,
    now: () => nowMs,
  };
  const root = createRoot(host);
  root.render(<EnvironmentProvider value={environment}>{children}</EnvironmentProvider>);
  return { close: () => root.unmount() };
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('not asked for here'));
}
