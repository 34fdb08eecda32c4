import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { formatError } from '../../api/index.ts';
import type { Client } from '../../client/index.ts';
import { AppError } from '../../errors/index.ts';
import { asMediaType } from '../../oci/index.ts';
import { layerDownloadMessages } from '../messages/layerDownload.ts';
import { EnvironmentProvider } from '../state/EnvironmentProvider.tsx';
import { createQueryClient, type Environment } from '../state/environment.ts';
import { entryNode } from '../tree/nodes.ts';
import { TreeElement } from '../tree/treeView.ts';
import { DownloadLayer } from './DownloadLayer.tsx';

const digest = `sha256:${'a'.repeat(64)}`;
const repository = { host: 'localhost:5000', name: 'team/app' };
const layerType = asMediaType('application/vnd.oci.image.layer.v1.tar+gzip');
const time = '2026-01-02T03:04:05.000Z';

const download = layerDownloadMessages.download('layer');

let root: Root;
let host: HTMLElement;
let stored: boolean;
let offset: number;
let answers: TransformStreamDefaultController<string>[];
let nowMs: number;

beforeEach(() => {
  host = document.createElement('div');
  document.body.append(host);
  root = createRoot(host);
  [stored, offset, answers, nowMs] = [false, 0, [], 0];
});
afterEach(() => {
  root.unmount();
  host.remove();
});

describe('the download button of a layer', () => {
  it('downloads the layer; the button keeps the focus and cancels', async () => {
    show();
    await pressed(download);
    say({ progress: { done: 1000, total: 100_000 } });
    await vi.waitFor(() => expect(host.textContent).toContain('1.0 kB of 100 kB'));
    nowMs = 1000;
    say({ progress: { done: 50_000, total: 100_000 } });
    await vi.waitFor(() => expect(host.textContent).toContain('50 kB of 100 kB · 49 kB/s'));
    const bar = host.querySelector('progress');
    expect([bar?.value, bar?.max]).toEqual([50_000, 100_000]);
    expect(spoken()).toBe('50% downloaded');
    expect(document.activeElement?.textContent).toBe(layerDownloadMessages.cancel);
    offset = 50_000;
    await pressed(layerDownloadMessages.cancel);
    await vi.waitFor(() => expect(host.textContent).toContain('50 kB downloaded'));
    expect(document.activeElement?.textContent).toBe(download);
    expect(spoken()).toBe('Cancelled');
  });

  it('shows what is downloaded already, and at the end that the digest matches', async () => {
    offset = 45_200;
    show();
    await vi.waitFor(() => expect(host.textContent).toContain('45 kB downloaded'));
    await pressed(download);
    expect(host.textContent).toContain('45 kB of');
    stored = true;
    say({ result: null });
    await vi.waitFor(() => expect(host.textContent).toContain(layerDownloadMessages.done));
    expect(host.querySelector('button')).toBeNull();
    expect(spoken()).toBe('Downloaded, digest matches');
  });

  it('shows why the download failed, and retries', async () => {
    show();
    await pressed(download);
    offset = 9_000_000;
    say({ error: formatError(new AppError('resource_exhausted', 'full', { reason: 'quota' })) });
    await vi.waitFor(() => expect(host.querySelector('[role=alert]')?.getAttribute('data-reason')).toBe('quota'));
    await vi.waitFor(() => expect(host.textContent).toContain('9.0 MB downloaded'));
    await pressed(layerDownloadMessages.tryAgain);
    say({ progress: { done: 9_000_001, total: 10_000_000 } });
    await vi.waitFor(() => expect(host.querySelector('[role=alert]')).toBeNull());
  });

  it('continues while another part of the page is shown', async () => {
    show();
    await pressed(download);
    root.render(null);
    say({ progress: { done: 10, total: 100 } });
    show();
    await vi.waitFor(() => expect(host.textContent).toContain('10 B of 100 B'));
  });

  it('renders nothing for a stored layer', async () => {
    stored = true;
    show();
    await vi.waitFor(() => expect(requests).toContain('present'));
    expect(host.textContent).toBe('');
  });
});

let environment: Environment;
let requests: string[];
beforeEach(() => {
  requests = [];
  environment = {
    client: Object.assign(Object.create(null), {
      present: async () => {
        requests.push('present');
        return new Set(stored ? [digest] : []);
      },
      ask: async ({ url, signal }: Parameters<Client['ask']>[0]) => {
        const ingest = { ref: 'r', expected: digest, offset, total: 0, startedAt: time, updatedAt: time };
        if (url === '/-/ingests') return Response.json({ ingests: offset > 0 ? [ingest] : [] });
        expect(url).toBe(`/-/ingests/team/app/${digest}?ns=localhost:5000&size=100000`);
        const lines = new TransformStream<string, string>({
          start: (controller) => {
            answers.push(controller);
            signal?.addEventListener('abort', () => controller.error(signal.reason));
          },
        });
        return new Response(lines.readable.pipeThrough(new TextEncoderStream()));
      },
    }),
    queries: createQueryClient(),
    tree: new TreeElement(window),
    window,
    now: () => nowMs,
  };
});

function show(): void {
  const node = entryNode('layers/0', { mediaType: layerType, digest, size: 100_000n }, new Map());
  root.render(
    <EnvironmentProvider value={environment}>
      <DownloadLayer node={node} repository={repository} />
    </EnvironmentProvider>,
  );
}

/** Focuses and presses the button with this name once it exists. Resolves when its name has changed. */
async function pressed(name: string): Promise<void> {
  await vi.waitFor(() => expect(host.querySelector('button')?.textContent).toBe(name));
  const before = answers.length;
  const button = host.querySelector('button');
  button?.focus();
  button?.click();
  await vi.waitFor(() => expect(host.querySelector('button')?.textContent).not.toBe(name));
  if (name !== layerDownloadMessages.cancel) await vi.waitFor(() => expect(answers.length).toBeGreaterThan(before));
}

/** Sends a line as the response to the last request. */
function say(line: object): void {
  answers.at(-1)?.enqueue(`${JSON.stringify(line)}\n`);
}

function spoken(): string | null | undefined {
  return host.querySelector('[role=status]')?.textContent;
}
