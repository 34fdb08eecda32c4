import { isDigest } from '../oci/index.ts';
import { isCount } from './isCount.ts';
import { readRecord } from './readJson.ts';
import type { RepositoryAddress } from './urls.ts';

/** A manifest of the content store that points to the digest that was asked about. */
export interface ParentsResponse {
  readonly digest: string;
  /** bytes */
  readonly size: number;
  /** Every repository that it is known to be of. */
  readonly repositories: readonly RepositoryAddress[];
  /** What it, or an index that lists it, was last known to be called. */
  readonly tags: readonly ParentTag[];
  /** When it was stored. */
  readonly seenAt: Date;
  /** Where in it the digest stands first; absent where the manifest was not read. */
  readonly place?: ParentPlace;
}

export interface ParentTag extends RepositoryAddress {
  readonly tag: string;
  /** `os/arch[/variant]`, as the index that is called so states it. */
  readonly platform?: string;
}

export interface ParentPlace {
  readonly mediaType: string;
  /** The manifest's, or its config's media type; '' where it has neither. */
  readonly artifactType: string;
  /** `config`, `layers/2`, `manifests/0`, `blobs/1`; `subject` where the manifest refers to the digest. */
  readonly path: string;
  /** How many children of that role the manifest has. */
  readonly count: number;
  /** Of an entry: `os/arch[/variant]`, as the index states it. */
  readonly platform?: string;
}

export interface ParentList {
  /** Newest first. */
  readonly parents: readonly ParentsResponse[];
  /** How many there are beside these. */
  readonly more: number;
}

export function parentsUrl(digest: string): string {
  return `/-/parents/${digest}`;
}

/** Reads the list in the body of an answer and skips what is not a parent; throws nothing. */
export function parseParents(body: unknown): ParentList {
  const { parents, more } = readRecord(body);
  return { parents: readList(parents, readParent), more: readCount(more) };
}

function readParent({
  digest,
  size,
  repositories,
  tags,
  seenAt,
  ...place
}: Readonly<Record<string, unknown>>): readonly ParentsResponse[] {
  const time = new Date(String(seenAt));
  if (typeof digest !== 'string' || !isDigest(digest) || Number.isNaN(time.getTime())) return [];
  return [
    {
      digest,
      size: readCount(size),
      repositories: readList(repositories, readRepository),
      tags: readList(tags, readTag),
      seenAt: time,
      ...readPlace(place),
    },
  ];
}

function readPlace({ mediaType, artifactType, path, count, platform }: Readonly<Record<string, unknown>>): {
  readonly place?: ParentPlace;
} {
  if (typeof path !== 'string' || typeof mediaType !== 'string') return {};
  return {
    place: {
      mediaType,
      artifactType: typeof artifactType === 'string' ? artifactType : '',
      path,
      count: readCount(count),
      ...(typeof platform === 'string' ? { platform } : {}),
    },
  };
}

function readRepository({ host, name }: Readonly<Record<string, unknown>>): readonly RepositoryAddress[] {
  return typeof host === 'string' && typeof name === 'string' ? [{ host, name }] : [];
}

function readTag({ tag, platform, ...repository }: Readonly<Record<string, unknown>>): readonly ParentTag[] {
  if (typeof tag !== 'string') return [];
  return readRepository(repository).map((of) => ({
    ...of,
    tag,
    ...(typeof platform === 'string' ? { platform } : {}),
  }));
}

function readList<Entry>(
  value: unknown,
  readEntry: (entry: Readonly<Record<string, unknown>>) => readonly Entry[],
): readonly Entry[] {
  return Array.isArray(value) ? value.flatMap((entry) => readEntry(readRecord(entry))) : [];
}

function readCount(value: unknown): number {
  return isCount(value) ? value : 0;
}
