import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient } from '../../client/index.ts';
import { mediaTypes, parseImageConfig, parseManifest } from '../../oci/index.ts';
import '../base.css';
import { EnvironmentProvider } from '../EnvironmentProvider.tsx';
import { createQueryClient } from '../environment.ts';
import { rootNode } from '../nodes.ts';
import { TreeElement } from '../TreeElement.ts';
import type { Selection } from './selection.ts';

/** For tests: a step as an image config has it. */
export interface RawStep {
  readonly created_by?: string;
  readonly comment?: string;
  readonly created?: string;
  readonly author?: string;
  readonly empty_layer?: boolean;
}

interface ImageOptions {
  /** The stated size of a layer. */
  readonly sizeOf?: (index: number) => number;
  /** The config's own `config`. */
  readonly container?: object;
}

/** For tests: an image with this history, selected. Layer `n` has the digest that ends in `n`, and `n + 1` thousand bytes. */
export function imageWith(
  history: readonly RawStep[],
  layers: number,
  annotations: Readonly<Record<string, string>> = {},
  { sizeOf = (index: number) => (index + 1) * 1000, container = {} }: ImageOptions = {},
): Selection {
  const digestOf = (index: number) => `sha256:${String(index).padStart(64, '0')}`;
  const indexes = Array.from({ length: layers }, (_, index) => index);
  const config = encode({
    architecture: 'amd64',
    os: 'linux',
    config: container,
    rootfs: { type: 'layers', diff_ids: indexes.map(digestOf) },
    history,
  });
  const bytes = encode({
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config: { mediaType: mediaTypes.ociConfig, digest: digestOf(0), size: config.length },
    layers: indexes.map((index) => ({
      mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
      digest: digestOf(index),
      size: sizeOf(index),
    })),
    annotations,
  });
  const manifest = parseManifest(mediaTypes.ociManifest, bytes);
  return {
    node: rootNode({
      descriptor: { mediaType: mediaTypes.ociManifest, digest: digestOf(layers), size: BigInt(bytes.length) },
      manifest,
    }),
    fetched: undefined,
    detection: undefined,
    manifest,
    owner: manifest,
    ownerPath: '',
    config: parseImageConfig(config),
    isConfigAwaited: false,
    platform: undefined,
    listedFor: undefined,
    isWaiting: false,
    error: undefined,
  };
}

/** For tests: draws inside what scrolls, as the pane does; `remove` at the end. */
export function showInPane(children: ReactNode): { readonly pane: HTMLElement; readonly remove: () => void } {
  const pane = document.createElement('section');
  pane.style.cssText = 'height: 600px; overflow: auto;';
  document.body.append(pane);
  const root = createRoot(pane);
  const environment = {
    client: createClient({
      fetch: () => Promise.reject(new Error('a part of the pane fetches nothing')),
      serviceWorker: undefined,
      workerUrl: '',
      dedicatedWorkerUrl: '',
      workerType: 'module',
      createWorker: (url, options) => new Worker(url, options),
      setTimeout: (run, delayMs) => window.setTimeout(run, delayMs),
    }),
    queries: createQueryClient(),
    tree: new TreeElement(window),
    window,
    now: () => Date.UTC(2026, 10, 25),
  };
  root.render(
    <EnvironmentProvider value={environment}>
      <div>
        <p style={{ height: 200 }}>What stands above.</p>
        {children}
      </div>
    </EnvironmentProvider>,
  );
  return {
    pane,
    remove: () => {
      root.unmount();
      pane.remove();
    },
  };
}

function encode(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
