import { useEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Client } from '../../client/index.ts';
import { AppError } from '../../errors/index.ts';
import { TreeElement } from '../tree/treeView.ts';
import { EnvironmentProvider } from './EnvironmentProvider.tsx';
import { createQueryClient, type Environment } from './environment.ts';
import { useReconnect } from './useReconnect.ts';

let root: Root;
let environment: Environment;
/** Probed origins and requested documents, in order. */
let asked: string[];
let reached: Set<string>;
let drawn: number;

beforeEach(() => {
  root = createRoot(document.createElement('div'));
  [asked, reached, drawn] = [[], new Set(), 0];
  const client: Pick<Client, 'ask'> = {
    ask: async ({ url }) => {
      const host = new URL(url, 'http://page').searchParams.get('host') ?? '';
      asked.push(`probe ${host}`);
      return Response.json(reached.has(host));
    },
  };
  environment = {
    client: Object.assign(Object.create(null), client),
    queries: createQueryClient(),
    tree: new TreeElement(window),
    window,
    now: () => 0,
  };
});
afterEach(() => root.unmount());

it('retries failed queries once when their registry answers, also after the page is mounted again', async () => {
  await fail('one.example');
  await fail('two.example');
  asked.length = 0;
  draw();
  await expect.poll(() => drawn).toBe(1);
  draw();
  await expect.poll(() => drawn).toBe(2);
  reached.add('one.example');
  window.dispatchEvent(new Event('online'));
  await expect.poll(() => asked).toEqual(['probe one.example', 'probe two.example', 'one.example']);

  // It failed again although its registry answers: not a network problem.
  asked.length = 0;
  reached.add('two.example');
  window.dispatchEvent(new Event('focus'));
  await expect.poll(() => asked.filter((what) => what === 'two.example')).toEqual(['two.example']);
  expect(asked.filter((what) => what === 'probe two.example')).toHaveLength(1);
});

function draw(): void {
  root.render(
    <EnvironmentProvider value={environment}>
      <Shown key={Math.random()} />
    </EnvironmentProvider>,
  );
}

function Shown() {
  useReconnect();
  useEffect(() => {
    drawn++;
  }, []);
  return null;
}

async function fail(host: string): Promise<void> {
  await environment.queries.prefetchQuery({
    queryKey: ['manifest', host],
    queryFn: () => {
      asked.push(host);
      const detail = { host, url: `https://${host}/v2/a/manifests/latest` };
      return Promise.reject(new AppError('unavailable', 'gone', { reason: 'unreachable', detail }));
    },
  });
}
