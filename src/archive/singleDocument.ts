import { AppError, isAppError } from '../errors/index.ts';
import {
  type Digest,
  detectionOf,
  digestBytes,
  isAnyManifestType,
  isConfigType,
  type MediaType,
  maxManifestBytes,
  mediaTypes,
  parseImageConfig,
} from '../oci/index.ts';
import type { Archive } from './archive.ts';
import { closureOf, WalkBudget } from './reachedContent.ts';
import { Refusals } from './refusal.ts';

const brace = 0x7b;

/** Reads a file that is a manifest, index or config; returns undefined if it does not start as JSON. */
export async function readSingleDocument(file: Blob): Promise<Archive | undefined> {
  const [first] = new Uint8Array(await file.slice(0, 64).arrayBuffer()).filter((byte) => byte > 0x20);
  if (first !== brace) return undefined;
  if (file.size > maxManifestBytes) throw refuse('It is larger than 4 MiB, the most that a manifest or config may be.');
  const bytes = new Uint8Array(await file.arrayBuffer());
  const digest = await digestBytes('sha256', bytes);
  const mediaType = typeOf(bytes);
  const located = new Map([[digest, { name: '', size: bytes.length }]]);
  const refusals = new Refusals();
  const documents = new Map<Digest, Uint8Array>([[digest, bytes]]);
  const root = { digest, mediaType, size: BigInt(bytes.length) };
  const closure = closureOf(root, 'it', { located, documents, mismatched: new Map() }, refusals, new WalkBudget());
  const [why] = refusals.listed;
  if (why) throw refuse(`It can't be read: ${why.detail}.`);
  const image = { digest, mediaType, names: [], platforms: [], isSynthesized: false, unchecked: 0, ...closure };
  return { form: 'document', images: [image], located, refused: [], refusedCount: 0 };
}

/** Returns the media type. @throws AppError if it is not a document of an image */
function typeOf(bytes: Uint8Array): MediaType {
  try {
    const { mediaType, from } = detectionOf(bytes);
    if (isConfigType(mediaType)) return mediaType;
    if (mediaType === mediaTypes.dockerSchema1 || mediaType === mediaTypes.dockerSchema1Signed) {
      throw refuse('It is a manifest of schema 1, which is named by what was signed, not by its bytes.');
    }
    const { os, architecture } = parseImageConfig(bytes);
    // Its key `config` also occurs in manifests.
    if (from !== 'mediaType' && os !== '' && architecture !== '') return mediaTypes.ociConfig;
    if (isAnyManifestType(mediaType) && from !== 'default') return mediaType;
  } catch (error) {
    if (!isAppError(error) || error.reason === 'unsupported') throw error;
    throw refuse(`It cannot be read: ${error.message}.`, error);
  }
  throw refuse('It is JSON, and neither a manifest nor an index nor a config of an image.');
}

function refuse(why: string, cause?: unknown): AppError {
  return new AppError('invalid_argument', 'file is no document of an image', {
    reason: 'unsupported',
    detail: {
      title: 'This is not a document of an image',
      why,
      next: 'Choose a manifest, an index, a config, or an archive of images.',
    },
    ...(cause === undefined ? {} : { cause }),
  });
}
