import { type ConfigField, otherFields } from './configFields.ts';
import { GoDecoder } from './goDecode.ts';
import { imageConfigShape } from './imageConfigShape.ts';
import { parseJson } from './json.ts';
import { refuseManifest } from './manifestError.ts';

/** One build step of an image. `created` is the text as stated (RFC 3339, not checked). */
export interface HistoryEntry {
  readonly created?: string;
  readonly createdBy?: string;
  readonly author?: string;
  readonly comment?: string;
  readonly emptyLayer: boolean;
}

/** The options that a container of the image starts with. Absent fields are undefined; empty lists are as stated. */
export interface ContainerConfig {
  readonly user?: string;
  readonly exposedPorts?: readonly string[];
  readonly env?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly volumes?: readonly string[];
  readonly workingDir?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly stopSignal?: string;
  readonly argsEscaped?: boolean;
  readonly shell?: readonly string[];
  readonly onBuild?: readonly string[];
  readonly healthcheck?: Healthcheck;
  /** In seconds. */
  readonly stopTimeout?: bigint;
}

/** Docker's HealthConfig; durations in nanoseconds. 0 and absent mean Docker's default. */
export interface Healthcheck {
  /** `NONE`, `CMD` with a command in exec form, or `CMD-SHELL` with one for the shell; empty if it is inherited. */
  readonly test?: readonly string[];
  readonly interval?: bigint;
  readonly timeout?: bigint;
  readonly startPeriod?: bigint;
  readonly startInterval?: bigint;
  readonly retries?: bigint;
}

/** An image config (image-spec config.md) with Docker's additions. `diffIds` and `history` begin with the base layer. */
export interface ImageConfig {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly osVersion?: string;
  readonly osFeatures?: readonly string[];
  readonly created?: string;
  readonly author?: string;
  readonly dockerVersion?: string;
  readonly config: ContainerConfig;
  readonly diffIds: readonly string[];
  readonly history: readonly HistoryEntry[];
  /** Unknown fields, and fields with a value of the wrong type. */
  readonly otherFields: readonly ConfigField[];
  /** The exact bytes it was read from. */
  readonly bytes: Uint8Array;
}

/**
 * Parses an image config for display. Unknown fields, and those of the wrong type, are in `otherFields` as written. Keys match
 * as in Go's decoder.
 *
 * @throws AppError invalid_argument, reason invalid_manifest, `detail.kind` syntax, or type if it is not an object
 */
export function parseImageConfig(bytes: Uint8Array): ImageConfig {
  const document = parseJson(bytes);
  const kind = document.kind(0);
  if (kind !== 'object') throw refuseManifest('type', `an image config is an object, not ${kind}`);
  const raw = new GoDecoder(document).struct(0, undefined, imageConfigShape);
  return {
    os: raw.os ?? '',
    architecture: raw.architecture ?? '',
    ...present({
      variant: raw.variant,
      osVersion: raw.osVersion,
      osFeatures: raw.osFeatures,
      created: raw.created,
      author: raw.author,
      dockerVersion: raw.dockerVersion,
    }),
    config: present({
      ...raw.config,
      exposedPorts: raw.config.exposedPorts && [...raw.config.exposedPorts],
      volumes: raw.config.volumes && [...raw.config.volumes],
      labels: raw.config.labels && Object.fromEntries(raw.config.labels),
      healthcheck: raw.config.healthcheck && present(raw.config.healthcheck),
    }),
    diffIds: raw.rootfs.diffIds ?? [],
    history: (raw.history ?? []).map(({ emptyLayer, ...entry }) => ({ ...present(entry), emptyLayer })),
    otherFields: otherFields(document),
    bytes,
  };
}

type Present<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Returns a copy without the undefined fields. */
function present<T extends object>(fields: T): Present<T> {
  const defined: Present<T> = {};
  for (const key in fields) if (fields[key] !== undefined) Object.assign(defined, { [key]: fields[key] });
  return defined;
}
