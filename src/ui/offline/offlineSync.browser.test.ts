import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { formatError } from '../../api/index.ts';
import type { Client } from '../../client/index.ts';
import { AppError, type ErrorCode, type Reason } from '../../errors/index.ts';
import { FakeLists } from '../../testing/fixtures/savedListsFixture.ts';
import { changeOfflineList, readOffline } from '../saved/offlineStore.ts';
import { entryOf } from '../saved/offlineTarget.ts';
import { SavedLists } from '../saved/savedLists.ts';
import { OfflineSync } from './offlineSync.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const options = { layers: true, referrers: true };
const image = { reference: 'localhost:5000/team/app:1', digest, title: 'Image', icon: 'image' as const };
const at = (bytes: number) => ({ progress: { count: 1, bytes, total: { count: 4, bytes: 100 } } });

let answers: { readonly url: string; readonly lines: TransformStreamDefaultController<string>; isEnded: boolean }[];
let lists: FakeLists;
let saved: SavedLists;
let verified: string[];
/** All tabs that there ever were: whichever has the lock works. */
const runners: OfflineSync[] = [];

beforeEach(() => {
  localStorage.clear();
  [answers, verified] = [[], []];
  lists = new FakeLists();
  saved = new SavedLists({ client: { ask: async (request) => lists.answer(request) ?? Response.error() }, window });
});
afterEach(async () => {
  // Ends what is still being kept.
  await changeOfflineList(saved, () => []);
});

describe('what keeps images', () => {
  it('works on the list, in one of two tabs; the other sees how far it is', async () => {
    const [one, other] = [runner(), runner()];
    expect(await other.keep(entryOf(image, options, 1))).toBe(true);
    await begun(1);
    expect(answers[0]?.url).toBe(`/-/keep/team/app/${digest}?ns=localhost:5000&layers&referrers`);
    say(at(0), at(40));
    for (const each of [one, other]) {
      await until(() => expect(each.runOf(digest)?.progress).toMatchObject({ bytes: 40 }));
    }
    await until(() => expect(readOffline(saved)).toMatchObject([{ state: 'unfinished', bytes: 100, count: 4 }]));
    // Who comes later asks.
    const late = runner();
    await until(() => expect(late.runOf(digest)?.progress).toMatchObject({ bytes: 40 }));
    say({ kept: true, failed: 0 });
    await until(() => expect(readOffline(saved)).toMatchObject([{ state: 'done', failed: 0 }]));
    for (const each of [one, other, late]) await until(() => expect(each.runOf(digest)).toBeUndefined());
    expect(answers).toHaveLength(1);
  });

  it('is stopped by what changes the list: a pause, other options, a release; and goes on', async () => {
    const one = runner();
    await one.keep(entryOf(image, options, 1));
    await begun(1);
    await one.pause(digest);
    await until(() => expect(answers[0]?.isEnded).toBe(true));
    expect(readOffline(saved)).toMatchObject([{ state: 'paused' }]);
    await one.resume(digest);
    await begun(2);
    await one.keep(entryOf(image, { ...options, layers: false }, 2));
    await begun(3);
    expect(answers[2]?.url).not.toContain('layers');
    await changeOfflineList(saved, () => []);
    await until(() => expect(answers[2]?.isEnded).toBe(true));
  });

  it('keeps one image after the other, the older first', async () => {
    const one = runner();
    const second = { ...image, digest: `sha256:${'b'.repeat(64)}` };
    await changeOfflineList(saved, () => [entryOf(second, options, 2), entryOf(image, options, 1)]);
    await begun(1);
    expect(answers[0]?.url).toContain(digest);
    say({ kept: true, failed: 0 });
    await begun(2);
    expect(answers[1]?.url).toContain(second.digest);
    expect(one.runOf(second.digest)).toEqual({ read: 0 });
  });

  it('says of parts that lack which and why; where only the registry is away it is tried again when there is a network', async () => {
    const one = runner();
    await one.keep(entryOf(image, options, 1));
    await begun(1);
    say({ lacking: lacking('not_found', 'not_found') }, { lacking: lacking('unavailable', 'unreachable') });
    say({ kept: true, failed: 2 });
    await until(() => expect(readOffline(saved)).toMatchObject([{ state: 'done', failed: 2 }]));
    expect(readOffline(saved)[0]?.lacking).toMatchObject([{ reason: 'not_found' }, { reason: 'unreachable' }]);
    await one.resume(digest);
    await begun(2);
    say({ lacking: lacking('unavailable', 'unreachable') }, { kept: true, failed: 1 });
    await until(() => expect(readOffline(saved)).toMatchObject([{ state: 'unfinished', why: 'unreachable' }]));
    window.dispatchEvent(new Event('online'));
    await begun(3);
  });

  it('hashes what is stored of an image that was available, before it is called so again', async () => {
    const one = runner();
    await one.keep(entryOf(image, options, 1));
    await begun(1);
    expect(verified).toEqual([]);
    say({ kept: true, failed: 0 });
    await until(() => expect(readOffline(saved)).toMatchObject([{ state: 'done' }]));
    await one.resume(digest);
    await begun(2);
    expect(verified).toEqual([`/-/verify?root=${digest}`]);
    say({ kept: true, failed: 0 });
    await until(() => expect(readOffline(saved)).toMatchObject([{ state: 'done' }]));
    expect(readOffline(saved)[0]).not.toHaveProperty('recheck');
  });

  it.each<[ErrorCode, Reason, string]>([
    ['resource_exhausted', 'quota', 'paused'],
    ['permission_denied', 'denied', 'unfinished'],
  ])('says why it stopped, %s (%s), and is %s until a person goes on', async (code, reason, state) => {
    const one = runner();
    await one.keep(entryOf(image, options, 1));
    await begun(1);
    say({ error: formatError(new AppError(code, 'no', { reason })) });
    await until(() => expect(readOffline(saved)).toMatchObject([{ state, why: reason }]));
    expect(runners.some((each) => each.errorOf(digest)?.reason === reason)).toBe(true);
    expect(answers).toHaveLength(1);
    await one.resume(digest);
    await begun(2);
    expect(readOffline(saved)[0]).not.toHaveProperty('why');
  });
});

/** As long as a busy machine may take. */
function until(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 10_000 });
}

function runner(): OfflineSync {
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
  const made = new OfflineSync({
    client: { ask, openDedicatedWorker },
    window,
    saved,
    now: () => performance.now(),
    pause: async () => undefined,
    onEnded: () => undefined,
  });
  runners.push(made);
  return made;
}

/** A worker of the page's own, which finds all that it hashes to be right. */
const openDedicatedWorker: Client['openDedicatedWorker'] = async ({ url }) => {
  verified.push(url);
  const done = { state: 'done', count: 4, bytes: 100, total: { count: 4, bytes: 100 } };
  return { response: new Response(`${JSON.stringify(done)}\n`), close: () => undefined };
};

/** So many were asked for. */
async function begun(count: number): Promise<void> {
  await until(() => expect(answers).toHaveLength(count));
}

/** Lines of the worker that was asked last; its answer ends where they end it. */
function say(...lines: readonly object[]): void {
  const controller = answers.at(-1)?.lines;
  for (const line of lines) controller?.enqueue(`${JSON.stringify(line)}\n`);
}

function lacking(code: ErrorCode, reason: Reason) {
  return { digest, role: 'layer', error: formatError(new AppError(code, 'no', { reason })) };
}
