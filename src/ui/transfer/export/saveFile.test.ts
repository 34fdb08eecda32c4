import { describe, expect, it } from 'vitest';
import type { ExportStatus } from '../../../api/index.ts';
import type { SaveState } from '../../messages/exportDialog.ts';
import { saveFile } from './saveFile.ts';

const file = { urlOf: (ticket: string) => `/-/export/x?ticket=${ticket}`, ticket: 't', name: 'x.oci.tar' };

describe('saveFile', () => {
  it('reports the state until the file is complete', async () => {
    const events = await saved(['unknown', 'running', 'done']);
    expect(events).toEqual([
      'asked',
      'checked /-/export/x?ticket=t',
      'opened /-/export/x?ticket=t',
      'running 5 of 10',
      'done',
    ]);
  });

  it('reports a cut file if the worker is stopped early', async () => {
    expect(await saved(['running', 'unknown'])).toContain('cut');
  });

  it('reports that the user cancelled, also before the start', async () => {
    expect(await saved(['running', 'stopped'])).toContain('stopped');
    expect(await saved(Array.from({ length: 30 }, () => 'unknown'))).toContain('stopped');
  });

  it('fails if stored content is corrupt', async () => {
    await expect(saved(['running', 'failed'])).rejects.toMatchObject({ reason: 'corrupt' });
  });

  it('polls often enough to keep the worker alive', async () => {
    const pauses: number[] = [];
    await saved(['unknown', 'running', 'running', 'running', 'running', 'running', 'running', 'done'], pauses);
    expect(Math.max(...pauses)).toBeLessThan(10_000);
  });
});

/** Returns the reported states, the checked URLs and the opened URLs. */
async function saved(states: readonly ExportStatus['state'][], pauses: number[] = []): Promise<readonly string[]> {
  const events: string[] = [];
  const remaining = [...states];
  const answer = () => Response.json({ state: remaining.shift(), done: 5, total: 10 });
  const check = (url: string) => {
    events.push(`checked ${url}`);
    return new Response(null);
  };
  const location = { assign: (url: string) => events.push(`opened ${url}`) };
  const environment = {
    client: {
      mode: Promise.resolve('service-worker' as const),
      ask: async ({ url, method }: { readonly url: string; readonly method?: string }) =>
        method === 'HEAD' ? check(url) : answer(),
    },
    window: Object.assign(Object.create(null), { location }),
    pause: async (delayMs: number) => void pauses.push(delayMs),
  };
  const textOf = (state: SaveState) =>
    state.state === 'running' ? `running ${state.done} of ${state.total}` : state.state;
  await saveFile(environment, file, (state) => events.push(textOf(state)));
  return events;
}
