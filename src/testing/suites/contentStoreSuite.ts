import { afterEach, beforeEach, describe } from 'vitest';
import type { ContentStore } from '../../content/index.ts';
import { testAlreadyStored } from './contentStoreAlreadyStored.ts';
import { testCollecting } from './contentStoreCollecting.ts';
import { testCommits } from './contentStoreCommits.ts';
import { testCommittedContent } from './contentStoreContent.ts';
import { testCopies } from './contentStoreCopies.ts';
import { type CurrentStore, createTickingClock } from './contentStoreFixtures.ts';
import { testHolding } from './contentStoreHolding.ts';
import { testIngests } from './contentStoreIngests.ts';
import { testLabels } from './contentStoreLabels.ts';
import { testLinks } from './contentStoreLinks.ts';
import { testResuming } from './contentStoreResuming.ts';
import { testRoots } from './contentStoreRoots.ts';
import { testStatuses } from './contentStoreStatuses.ts';

/** One store per test: empty, and on this clock, which advances a millisecond each time it is read. */
export type MakeContentStore = (options: { readonly clock: () => Date }) => ContentStore | Promise<ContentStore>;

/**
 * Tests the contract of a content store (containerd core/content/testsuite/testsuite.go and docs/manifest-store.md §8).
 * A store with a `close` is closed after its test.
 */
export function contentStoreSuite(name: string, makeStore: MakeContentStore): void {
  describe(name, () => {
    let store: ContentStore | undefined;

    beforeEach(async () => {
      store = await makeStore({ clock: createTickingClock() });
    });

    afterEach(async () => {
      if (store && 'close' in store && typeof store.close === 'function') await store.close();
      store = undefined;
    });

    const current: CurrentStore = () => {
      if (store === undefined) throw new Error('the store is made before each test and asked for inside one');
      return store;
    };
    describe('ingests', () => testIngests(current));
    describe('the status of an ingest', () => testStatuses(current));
    describe('commit', () => testCommits(current));
    describe('commit of stored content', () => testAlreadyStored(current));
    describe('locking', () => testHolding(current));
    describe('resuming', () => testResuming(current));
    describe('a copy', () => testCopies(current));
    describe('committed content', () => testCommittedContent(current));
    describe('info and update', () => testLabels(current));
    describe('links', () => testLinks(current));
    describe('collecting', () => testCollecting(current));
    describe('roots and verification', () => testRoots(current));
  });
}
