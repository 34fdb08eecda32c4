import { type ImageConfig, type Manifest, totalSize } from '../../oci/index.ts';
import { readInstruction } from '../tree/instructions.ts';
import { stepsOf } from '../tree/layerNotes.ts';
import { layersOf } from '../tree/nodes.ts';

/** Part of an image that comes from its base image. */
export interface BaseShare {
  /** The base image as annotations or labels name it; '' if none does. */
  readonly name: string;
  /** Number of layers of the base image, which come first. */
  readonly layers: number;
  readonly bytes: bigint;
  readonly ownBytes: bigint;
}

const nameKey = 'org.opencontainers.image.base.name';

/**
 * Guesses from the history which layers are those of the base image: a base image ends with its CMD or ENTRYPOINT, so the steps up to
 * the first of these that more layers follow are its own. Undefined if the history has no such step, or a size is unknown.
 */
export function baseShare(manifest: Manifest, config: ImageConfig | undefined): BaseShare | undefined {
  const steps = stepsOf(manifest, config);
  const end = steps.findIndex((step) => /^(CMD|ENTRYPOINT)$/.test(readInstruction(step).keyword));
  const count = (part: typeof steps) => part.filter(({ line }) => line.layer).length;
  if (end < 0) return undefined;
  const layers = count(steps.slice(0, end));
  if (layers === 0 || count(steps.slice(end)) === 0) return undefined;
  const all = layersOf(manifest);
  const bytes = totalSize(all.slice(0, layers));
  const ownBytes = totalSize(all.slice(layers));
  if (bytes === undefined || ownBytes === undefined) return undefined;
  const name = manifest.annotations?.[nameKey] || config?.config.labels?.[nameKey] || '';
  return { name, layers, bytes, ownBytes };
}
