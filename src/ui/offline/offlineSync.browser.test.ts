import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { formatError } from '../../api/index.ts';
import type { Client } from '../../client/index.ts';
import { AppError, type ErrorCode, type Reason } from '../../errors/index.ts';
import type { MissingPart } from '../../oci/index.ts';
import { FakeLists } from '../../testing/fixtures/savedListsFixture.ts';
import { changeOfflineImages, offlineImagesOf } from '../saved/offlineStore.ts';
import { entryOf } from '../saved/offlineTarget.ts';
import { SavedLists } from '../saved/savedLists.ts';
import { OfflineSync } from './offlineSync.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const options = { layers: true, referrers: true };
const image = { reference: 'localhost:5000/team/app:1', digest, title: 'Image', icon: 'image' as const };
const at = (bytes: number) => ({ progress: { done: { count: 1, bytes }, total: { count: 4, bytes: 100 } } });

let answers: { readonly url: string; readonly lines: TransformStreamDefaultController<string>; isEnded: boolean }[];
let lists: FakeLists;
let saved: SavedLists;
let verified: string[];
/** The tabs of all tests: any of them may hold the lock. */
const tabs: OfflineSync[] = [];

beforeEach(() => {
  localStorage.clear();
  [answers, verified] = [[], []];
  lists = new FakeLists();
  saved = new SavedLists({ client: { ask: async (request) => lists.answer(request) ?? Response.error() }, window });
});
afterEach(async () => {
  // Cancels running downloads.
  await changeOfflineImages(saved, () => []);
});

describe('the offline sync', () => {
  it('downloads in one of two tabs, and reports progress to the other', async () => {
    const [one, other] = [openTab(), openTab()];
    expect(await other.add(entryOf(image, options, 1))).toBe(true);
    await begun(1);
    expect(answers[0]?.url).toBe(`/-/keep/team/app/${digest}?ns=localhost:5000&layers&referrers`);
    say(at(0), at(40));
    for (const each of [one, other]) {
      await until(() => expect(each.progress.get().get(digest)?.progress).toMatchObject({ done: { bytes: 40 } }));
    }
    await until(() => expect(offlineImagesOf(saved)).toMatchObject([{ state: 'unfinished', bytes: 100, count: 4 }]));
    // A tab that is opened later requests a report.
    const late = openTab();
    await until(() => expect(late.progress.get().get(digest)?.progress).toMatchObject({ done: { bytes: 40 } }));
    say({ result: null });
    await until(() => expect(offlineImagesOf(saved)).toMatchObject([{ state: 'done', failed: 0 }]));
    for (const each of [one, other, late]) await until(() => expect(each.progress.get().get(digest)).toBeUndefined());
    expect(answers).toHaveLength(1);
  });

  it('cancels when the list changes: pause, other options, removal; and resumes', async () => {
    const one = openTab();
    await one.add(entryOf(image, options, 1));
    await begun(1);
    await one.pause(digest);
    await until(() => expect(answers[0]?.isEnded).toBe(true));
    expect(offlineImagesOf(saved)).toMatchObject([{ state: 'paused' }]);
    await one.resume(digest);
    await begun(2);
    await one.add(entryOf(image, { ...options, layers: false }, 2));
    await begun(3);
    expect(answers[2]?.url).not.toContain('layers');
    await changeOfflineImages(saved, () => []);
    await until(() => expect(answers[2]?.isEnded).toBe(true));
  });

  it('downloads one image after the other, oldest first', async () => {
    const one = openTab();
    const second = { ...image, digest: `sha256:${'b'.repeat(64)}` };
    await changeOfflineImages(saved, () => [entryOf(second, options, 2), entryOf(image, options, 1)]);
    await begun(1);
    expect(answers[0]?.url).toContain(digest);
    say({ result: null });
    await begun(2);
    expect(answers[1]?.url).toContain(second.digest);
    expect(one.progress.get().get(second.digest)).toEqual({});
  });

  it('records missing parts and their reasons; retries an unreachable registry when the network is back', async () => {
    const one = openTab();
    await one.add(entryOf(image, options, 1));
    await begun(1);
    say({ item: missing('not_found') }, { item: missing('unreachable') });
    say({ result: null });
    await until(() => expect(offlineImagesOf(saved)).toMatchObject([{ state: 'done', failed: 2 }]));
    expect(offlineImagesOf(saved)[0]?.lacking).toMatchObject([{ reason: 'not_found' }, { reason: 'unreachable' }]);
    await one.resume(digest);
    await begun(2);
    say({ item: missing('unreachable') }, { result: null });
    await until(() => expect(offlineImagesOf(saved)).toMatchObject([{ state: 'unfinished', why: 'unreachable' }]));
    window.dispatchEvent(new Event('online'));
    await begun(3);
  });

  it('verifies stored content of an image before it counts as available again', async () => {
    const one = openTab();
    await one.add(entryOf(image, options, 1));
    await begun(1);
    expect(verified).toEqual([]);
    say({ result: null });
    await until(() => expect(offlineImagesOf(saved)).toMatchObject([{ state: 'done' }]));
    await one.resume(digest);
    await begun(2);
    expect(verified).toEqual([`/-/verify?root=${digest}`]);
    say({ result: null });
    await until(() => expect(offlineImagesOf(saved)).toMatchObject([{ state: 'done' }]));
    expect(offlineImagesOf(saved)[0]).not.toHaveProperty('recheck');
  });

  it.each<[ErrorCode, Reason, string]>([
    ['resource_exhausted', 'quota', 'paused'],
    ['permission_denied', 'denied', 'unfinished'],
  ])('records the failure %s (%s), and is %s until the user resumes', async (code, reason, state) => {
    const one = openTab();
    await one.add(entryOf(image, options, 1));
    await begun(1);
    say({ error: formatError(new AppError(code, 'no', { reason })) });
    await until(() => expect(offlineImagesOf(saved)).toMatchObject([{ state, why: reason }]));
    expect(tabs.some((each) => each.errorOf(digest)?.reason === reason)).toBe(true);
    expect(answers).toHaveLength(1);
    await one.resume(digest);
    await begun(2);
    expect(offlineImagesOf(saved)[0]).not.toHaveProperty('why');
  });
});

/** Allows for a busy machine. */
function until(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 10_000 });
}

function openTab(): OfflineSync {
  const ask: Client['ask'] = async ({ url, signal }) => {
    const lines = new TransformStream<string, string>({
      start: (controller) => {
        const answer = { url, lines: controller, isEnded: false };
        answers.push(answer);
        signal?.addEventListener('abort', () => {
          answer.isEnded = true;
          controller.error(signal.reason);
        });
      },
    });
    return new Response(lines.readable.pipeThrough(new TextEncoderStream()));
  };
  const sync = new OfflineSync({
    client: { ask, openDedicatedWorker },
    window,
    saved,
    now: () => performance.now(),
    pause: async () => undefined,
    onEnded: () => undefined,
  });
  tabs.push(sync);
  return sync;
}

/** A dedicated worker that finds all content intact. */
const openDedicatedWorker: Client['openDedicatedWorker'] = async ({ url }) => {
  verified.push(url);
  const result = { count: 4, bytes: 100 };
  return { response: new Response(`${JSON.stringify({ result })}\n`), close: () => undefined };
};

/** Resolves once the worker has received this number of requests. */
async function begun(count: number): Promise<void> {
  await until(() => expect(answers).toHaveLength(count));
}

/** Sends lines as the response to the last request. */
function say(...lines: readonly object[]): void {
  const controller = answers.at(-1)?.lines;
  for (const line of lines) controller?.enqueue(`${JSON.stringify(line)}\n`);
}

function missing(reason: Reason): MissingPart {
  return { digest, role: 'layer', reason, isRetryable: reason === 'unreachable' };
}
