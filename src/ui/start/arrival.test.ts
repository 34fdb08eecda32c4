import { expect, it } from 'vitest';
import { incomingEvent, takeIncoming } from '../state/incoming.ts';
import { takeIn } from './arrival.ts';

type Launch = Parameters<Parameters<NonNullable<Parameters<typeof takeIn>[0]['launchQueue']>['setConsumer']>[0]>[0];

/** A window at an address, with what its history was told and a launch queue that a test fills. */
function windowAt(search: string) {
  const replaced: unknown[] = [];
  let consume: ((launch: Launch) => void) | undefined;
  const window = Object.assign(new EventTarget(), {
    location: { search },
    history: { replaceState: (...told: unknown[]) => replaced.push(told[2]) },
    launchQueue: {
      setConsumer: (consumer: (launch: Launch) => void) => {
        consume = consumer;
      },
    },
  }) as unknown as Parameters<typeof takeIn>[0];
  return { window, replaced, launch: (launch: Launch) => consume?.(launch), isAsked: () => consume !== undefined };
}

const handle = (getFile: () => Promise<File>) => ({ getFile }) as FileSystemFileHandle;

it('files that the system opens are held until they are taken, those that are gone left out', async () => {
  const { window, replaced, launch } = windowAt('?open');
  takeIn(window);
  expect(replaced).toEqual(['/#view=import']);
  const file = new File(['bytes'], 'image.tar');
  const came = new Promise<void>((resolve) => {
    window.addEventListener(incomingEvent, () => resolve());
  });
  launch({ files: [handle(async () => file), handle(() => Promise.reject(new Error('gone')))] });
  await came;
  expect(takeIncoming()).toEqual([file]);
  expect(takeIncoming()).toEqual([]);
});

it('a shared image becomes the fragment, and no files are asked for', () => {
  const { window, replaced, isAsked } = windowAt('?text=docker+pull+alpine');
  takeIn(window);
  expect(replaced).toEqual(['/#alpine']);
  expect(isAsked()).toBe(false);
});

it('a query that says nothing, and a browser without a launch queue, change nothing', () => {
  const { window, replaced } = windowAt('?utm=1');
  takeIn(window);
  expect(replaced).toEqual([]);
  takeIn({ ...windowAt('?open').window, launchQueue: undefined } as unknown as Window);
});
