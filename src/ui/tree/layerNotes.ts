import type { Fetched } from '../../client/index.ts';
import { type AppError, asAppError } from '../../errors/index.ts';
import {
  type HistoryLine,
  type ImageConfig,
  type Manifest,
  pairHistory,
  parseImageConfig,
  schema1History,
} from '../../oci/index.ts';
import { readSteps, type Step, stepLine } from './instructions.ts';
import { layersOf } from './nodes.ts';

type ReadConfig = { readonly config: ImageConfig } | { readonly error: AppError };

const read = new WeakMap<Fetched, ReadConfig>();

/** Returns the image config in a blob, parsed once; the failure if it is not valid. */
export function readConfig(fetched: Fetched): ReadConfig {
  const known = read.get(fetched);
  if (known) return known;
  const fresh = tryRead(fetched.bytes);
  read.set(fetched, fresh);
  return fresh;
}

/**
 * Returns the history of a build paired with its layers, base first. Without a config the layers have no history; without a
 * manifest the history has no layers.
 */
export function historyOf(manifest: Manifest | undefined, config: ImageConfig | undefined): readonly HistoryLine[] {
  if (manifest?.kind === 'schema1') return schema1History(manifest);
  return pairHistory(config ?? { history: [], diffIds: [] }, manifest ? layersOf(manifest) : []);
}

/** Returns the build steps of an image, base first. */
export function stepsOf(manifest: Manifest | undefined, config: ImageConfig | undefined): readonly Step[] {
  return readSteps(historyOf(manifest, config), config?.config.shell);
}

/** Returns one line for each layer, in the order of the manifest; '' if nothing is known about a layer. */
export function layerNotes(manifest: Manifest, config: ImageConfig | undefined): readonly string[] {
  const notes: string[] = layersOf(manifest).map(() => '');
  for (const step of stepsOf(manifest, config)) {
    const { layer } = step.line;
    if (layer) notes[layer.index] = stepLine(step);
  }
  return notes;
}

function tryRead(bytes: Uint8Array): ReadConfig {
  try {
    return { config: parseImageConfig(bytes) };
  } catch (error) {
    return { error: asAppError(error) };
  }
}
