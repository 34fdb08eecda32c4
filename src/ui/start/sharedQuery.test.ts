import { expect, it } from 'vitest';
import { incomingEvent, takeIncoming } from '../state/incoming.ts';
import { openSharedQuery } from './sharedQuery.ts';

type Launch = Parameters<
  Parameters<NonNullable<Parameters<typeof openSharedQuery>[0]['launchQueue']>['setConsumer']>[0]
>[0];

/** Returns a window at an address, with the URLs written to its history and a launch queue that a test fills. */
function windowAt(search: string) {
  const replaced: unknown[] = [];
  let consume: ((launch: Launch) => void) | undefined;
  const window = Object.assign(new EventTarget(), {
    location: { search },
    history: { replaceState: (...state: unknown[]) => replaced.push(state[2]) },
    launchQueue: {
      setConsumer: (consumer: (launch: Launch) => void) => {
        consume = consumer;
      },
    },
  }) as unknown as Parameters<typeof openSharedQuery>[0];
  return { window, replaced, launch: (launch: Launch) => consume?.(launch), isConsuming: () => consume !== undefined };
}

const handle = (getFile: () => Promise<File>) => ({ getFile }) as FileSystemFileHandle;

it('holds files opened by the system until they are taken, and skips unreadable ones', async () => {
  const { window, replaced, launch } = windowAt('?open');
  openSharedQuery(window);
  expect(replaced).toEqual(['/#view=import']);
  const file = new File(['bytes'], 'image.tar');
  const came = new Promise<void>((resolve) => {
    window.addEventListener(incomingEvent, () => resolve());
  });
  launch({ files: [handle(async () => file), handle(() => Promise.reject(new Error('not found')))] });
  await came;
  expect(takeIncoming()).toEqual([file]);
  expect(takeIncoming()).toEqual([]);
});

it('turns a shared image into the fragment without asking for files', () => {
  const { window, replaced, isConsuming } = windowAt('?text=docker+pull+alpine');
  openSharedQuery(window);
  expect(replaced).toEqual(['/#alpine']);
  expect(isConsuming()).toBe(false);
});

it('ignores an unknown query, and a browser without a launch queue', () => {
  const { window, replaced } = windowAt('?utm=1');
  openSharedQuery(window);
  expect(replaced).toEqual([]);
  openSharedQuery({ ...windowAt('?open').window, launchQueue: undefined } as unknown as Window);
});
