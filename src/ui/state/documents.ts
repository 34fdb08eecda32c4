import type { QueryKey } from '@tanstack/react-query';
import type { Fetched, Where } from '../../client/index.ts';
import { AppError, asAppError } from '../../errors/index.ts';
import {
  type Descriptor,
  type Detection,
  detectionOf,
  isDigest,
  type Manifest,
  parsePlainManifest,
} from '../../oci/index.ts';
import type { Environment } from './environment.ts';

/** A manifest that was fetched, proved and read. */
export interface ManifestDocument {
  readonly fetched: Fetched;
  readonly manifest: Manifest;
  readonly detection: Detection;
}

/** A document that is no manifest, shown all the same. */
export interface OtherDocument {
  readonly fetched: Fetched;
  readonly manifest: undefined;
  /** Why it is no manifest, where it was pushed as one. */
  readonly refusal: AppError | undefined;
}

/** What a link names. */
export type RootDocument = ManifestDocument | OtherDocument;

/** How a document is asked for: its key in the cache begins with what it is. */
export interface DocumentQuery<Value> {
  readonly queryKey: QueryKey;
  readonly queryFn: (context: { readonly signal: AbortSignal }) => Promise<Value>;
  /** Undefined: for ever. */
  readonly staleTime?: number;
}

/** Whether a key of the cache is that of a document. */
export function isDocumentKey([kind]: QueryKey): boolean {
  return kind === 'manifest' || kind === 'blob' || kind === 'referrers' || kind === 'address';
}

/** A tag that was asked for while the page was starting is not asked for again when it is drawn. */
const tagStaleMs = 5000;

/** A manifest by digest or tag. A digest is asked for once; a tag each time it is opened. */
export function manifestQuery(
  { client }: Environment,
  where: Where | undefined,
  reference: string,
): DocumentQuery<ManifestDocument> {
  return {
    queryKey: ['manifest', keyOf(where), reference],
    queryFn: async ({ signal }) => readManifest(await client.manifest(where, reference, { signal })),
    ...(isDigest(reference) ? {} : { staleTime: tagStaleMs }),
  };
}

/** A small blob, whole: a config, or another JSON document. */
export function blobQuery({ client }: Environment, where: Where | undefined, digest: string): DocumentQuery<Fetched> {
  return {
    queryKey: ['blob', keyOf(where), digest],
    queryFn: ({ signal }) => client.blob(where, digest, { signal }),
  };
}

/** A blob as its descriptor has it: what that carries itself is not asked for, where it is what the digest names. */
export function contentQuery(
  environment: Environment,
  where: Where | undefined,
  descriptor: Descriptor | undefined,
): DocumentQuery<Fetched> {
  const query = blobQuery(environment, where, descriptor?.digest ?? '');
  if (descriptor?.data === undefined) return query;
  return {
    ...query,
    queryFn: async (context) => {
      const { readEmbedded } = await import('./formats/embedded.ts');
      return readEmbedded(descriptor) ?? query.queryFn(context);
    },
  };
}

/** Schema1 is rare: what reads it is loaded when one is met. @throws AppError invalid_argument (invalid_manifest) */
export async function readManifest(fetched: Fetched): Promise<ManifestDocument> {
  try {
    const detection = detectionOf(fetched.bytes);
    const mediaType = fetched.mediaType || detection.mediaType;
    const manifest = parsePlainManifest(mediaType, fetched.bytes) ?? (await readSchema1(mediaType, fetched.bytes));
    return { fetched, detection, manifest };
  } catch (error) {
    const { message, code, detail } = asAppError(error);
    throw new AppError(code, message, {
      reason: 'invalid_manifest',
      cause: error,
      detail: { ...detail, digest: fetched.digest },
    });
  }
}

async function readSchema1(mediaType: string, bytes: Uint8Array): Promise<Manifest> {
  const { parseShownManifest } = await import('./formats/schema1Document.ts');
  return parseShownManifest(mediaType, bytes);
}

/** Names a repository in keys of the cache. */
export function keyOf(where: Where | undefined): string {
  return where ? `${where.host}/${where.name}` : '';
}
