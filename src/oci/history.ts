import { isAppError } from '../errors/index.ts';
import type { Descriptor } from './descriptor.ts';
import { GoDecoder, goStruct } from './goDecode.ts';
import type { HistoryEntry, ImageConfig } from './imageConfig.ts';
import { parseJson } from './json.ts';
import type { Schema1Manifest } from './manifest.ts';

/** One line of an image's history: a build step, the layer that it made, or both. */
export interface HistoryLine {
  readonly entry?: HistoryEntry;
  readonly layer?: {
    /** Index in the manifest's layers. */
    readonly index: number;
    readonly descriptor: Descriptor;
    readonly diffId?: string;
  };
}

/**
 * Pairs each layer with the step that made it (image-spec config.md, `history`): steps in order, those marked `empty_layer`
 * without a layer. Layers beyond the last step follow at the end; steps beyond the last layer have no layer.
 */
export function pairHistory(
  config: Pick<ImageConfig, 'history' | 'diffIds'>,
  layers: readonly Descriptor[],
): readonly HistoryLine[] {
  let next = 0;
  const take = (): HistoryLine => {
    const index = next++;
    const descriptor = layers[index];
    const diffId = config.diffIds[index];
    if (!descriptor) return {};
    return { layer: { index, descriptor, ...(diffId === undefined ? {} : { diffId }) } };
  };
  const lines: HistoryLine[] = config.history.map((entry) => (entry.emptyLayer ? { entry } : { entry, ...take() }));
  while (next < layers.length) lines.push(take());
  return lines;
}

/**
 * Pairs layers and history of schema1, which correspond one to one, newest first; the result begins with the base layer. A step
 * that is not valid JSON becomes an empty entry.
 */
export function schema1History(manifest: Schema1Manifest): readonly HistoryLine[] {
  const count = Math.max(manifest.layers.length, manifest.history.length);
  const lines = Array.from({ length: count }, (_, index): HistoryLine => {
    const text = manifest.history[index];
    const descriptor = manifest.layers[index];
    return {
      ...(text === undefined ? {} : { entry: readV1Compatibility(text) }),
      ...(descriptor ? { layer: { index, descriptor } } : {}),
    };
  });
  return lines.reverse();
}

interface RawV1 {
  created: string;
  author: string;
  comment: string;
  throwaway: boolean;
  cmd: string[] | undefined;
}

const containerShape = goStruct<RawV1>(emptyV1, {
  Cmd: (raw, go, row) => {
    raw.cmd = go.strings(row, raw.cmd);
  },
});

const v1Shape = goStruct<RawV1>(emptyV1, {
  created: (raw, go, row) => {
    raw.created = go.string(row, raw.created);
  },
  author: (raw, go, row) => {
    raw.author = go.string(row, raw.author);
  },
  comment: (raw, go, row) => {
    raw.comment = go.string(row, raw.comment);
  },
  throwaway: (raw, go, row) => {
    raw.throwaway = go.boolean(row, raw.throwaway);
  },
  container_config: (raw, go, row) => {
    go.struct(row, raw, containerShape);
  },
});

function readV1Compatibility(text: string): HistoryEntry {
  const raw = readRaw(text);
  const createdBy = raw.cmd?.join(' ') ?? '';
  return {
    ...(raw.created === '' ? {} : { created: raw.created }),
    ...(createdBy === '' ? {} : { createdBy }),
    ...(raw.author === '' ? {} : { author: raw.author }),
    ...(raw.comment === '' ? {} : { comment: raw.comment }),
    emptyLayer: raw.throwaway,
  };
}

function readRaw(text: string): RawV1 {
  try {
    return new GoDecoder(parseJson(new TextEncoder().encode(text))).struct(0, undefined, v1Shape);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return emptyV1();
  }
}

function emptyV1(): RawV1 {
  return { created: '', author: '', comment: '', throwaway: false, cmd: undefined };
}
