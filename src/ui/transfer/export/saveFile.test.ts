import { describe, expect, it } from 'vitest';
import type { ExportProgress } from '../../../api/index.ts';
import type { SaveState } from '../../messages/exports.ts';
import { saveFile } from './saveFile.ts';

const file = { urlOf: (ticket: string) => `/-/export/x?ticket=${ticket}`, ticket: 't', name: 'x.oci.tar' };

describe('a file that the browser saves', () => {
  it('is told of until all of it went there', async () => {
    const told = await saved(['unknown', 'running', 'done']);
    expect(told).toEqual([
      'asked',
      'checked /-/export/x?ticket=t',
      'gone to /-/export/x?ticket=t',
      'running 5 of 10',
      'done',
    ]);
  });

  it('is cut where the worker was stopped in the middle, whatever the browser makes of it', async () => {
    expect(await saved(['running', 'unknown'])).toContain('cut');
  });

  it('is stopped where a person stopped it, or never let it begin', async () => {
    expect(await saved(['running', 'stopped'])).toContain('stopped');
    expect(await saved(Array.from({ length: 30 }, () => 'unknown'))).toContain('stopped');
  });

  it('fails where what is stored is damaged', async () => {
    await expect(saved(['running', 'failed'])).rejects.toMatchObject({ reason: 'corrupt' });
  });

  it('is asked about often enough that no browser stops the worker', async () => {
    const pauses: number[] = [];
    await saved(['unknown', 'running', 'running', 'running', 'running', 'running', 'running', 'done'], pauses);
    expect(Math.max(...pauses)).toBeLessThan(10_000);
  });
});

/** What is told, with where the page was sent. */
async function saved(states: readonly ExportProgress['state'][], pauses: number[] = []): Promise<readonly string[]> {
  const told: string[] = [];
  const left = [...states];
  const answer = () => Response.json({ state: left.shift(), bytes: 5, totalBytes: 10 });
  const check = (url: string) => {
    told.push(`checked ${url}`);
    return new Response(null);
  };
  const location = { assign: (url: string) => told.push(`gone to ${url}`) };
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
    state.state === 'running' ? `running ${state.bytes} of ${state.totalBytes}` : state.state;
  await saveFile(environment, file, (state) => told.push(textOf(state)));
  return told;
}
