import type { QueryKey } from '@tanstack/react-query';
import type { Fetched } from '../../client/index.ts';
import { AppError, asAppError } from '../../errors/index.ts';
import type { Repository } from '../../oci/index.ts';
import {
  type Descriptor,
  type Detection,
  detectionOf,
  isDigest,
  type Manifest,
  parsePlainManifest,
} from '../../oci/index.ts';
import type { Environment } from './environment.ts';

/** A manifest that was fetched, verified and parsed. */
export interface ManifestDocument {
  readonly fetched: Fetched;
  readonly manifest: Manifest;
  readonly detection: Detection;
}

/** A document that is not a manifest, but can be shown. */
export interface OtherDocument {
  readonly fetched: Fetched;
  readonly manifest: undefined;
  /** Parse error of content that was pushed as a manifest. */
  readonly refusal: AppError | undefined;
}

/** The document that a link points to. */
export type RootDocument = ManifestDocument | OtherDocument;

/** A query for a document. Its key starts with the kind of the document. */
export interface DocumentQuery<Value> {
  readonly queryKey: QueryKey;
  readonly queryFn: (context: { readonly signal: AbortSignal }) => Promise<Value>;
  /** In milliseconds; undefined for content that never becomes stale. */
  readonly staleTime?: number;
}

/** Reports whether a query key is that of a document. */
export function isDocumentKey([kind]: QueryKey): boolean {
  return kind === 'manifest' || kind === 'blob' || kind === 'referrers' || kind === 'address';
}

/** Prevents a second request for a tag that was requested while the page was starting. */
const tagStaleMs = 5000;

/** Returns the query for a manifest by digest or tag. A digest is requested once, a tag each time it is opened. */
export function manifestQuery(
  { client }: Environment,
  where: Repository | undefined,
  reference: string,
): DocumentQuery<ManifestDocument> {
  return {
    queryKey: ['manifest', keyOf(where), reference],
    queryFn: async ({ signal }) => readManifest(await client.manifest(where, reference, { signal })),
    ...(isDigest(reference) ? {} : { staleTime: tagStaleMs }),
  };
}

/** Returns the query for a small blob, buffered in memory: a config, or another JSON document. */
export function blobQuery(
  { client }: Environment,
  where: Repository | undefined,
  digest: string,
): DocumentQuery<Fetched> {
  return {
    queryKey: ['blob', keyOf(where), digest],
    queryFn: ({ signal }) => client.blob(where, digest, { signal }),
  };
}

/** Returns the query for a descriptor's blob. Embedded data that matches the digest is used without a request. */
export function contentQuery(
  environment: Environment,
  where: Repository | undefined,
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

/**
 * Parses a fetched manifest. Loads the parser of Docker schema 1 only if needed.
 * @throws AppError invalid_argument (invalid_manifest) if it is not a manifest.
 */
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

/** Returns the part of a query key that identifies a repository; empty without a repository. */
export function keyOf(where: Repository | undefined): string {
  return where ? `${where.host}/${where.name}` : '';
}
