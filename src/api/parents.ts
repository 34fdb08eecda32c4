import type { Repository } from '../oci/index.ts';
import { isDigest } from '../oci/index.ts';
import { isCount } from './isCount.ts';
import { readRecord } from './readJson.ts';

/** A stored manifest that points to the requested digest. */
export interface ParentsResponse {
  readonly digest: string;
  /** bytes */
  readonly size: number;
  /** All repositories that it is known to be in. */
  readonly repositories: readonly Repository[];
  /** Tags last seen to point to it, or to an index that lists it. */
  readonly tags: readonly ParentTag[];
  /** Time when it was stored. */
  readonly seenAt: Date;
  /** First position of the digest in the manifest; absent if the manifest was not read. */
  readonly place?: ParentPlace;
}

export interface ParentTag extends Repository {
  readonly tag: string;
  /** `os/arch[/variant]`, as the index with this tag states it. */
  readonly platform?: string;
}

export interface ParentPlace {
  readonly mediaType: string;
  /** Type of the manifest, or of its config; '' if it has neither. */
  readonly artifactType: string;
  /** `config`, `layers/2`, `manifests/0`, `blobs/1`; `subject` if the manifest is a referrer of the digest. */
  readonly path: string;
  /** Number of the manifest's children with that role. */
  readonly count: number;
  /** Platform of an entry, `os/arch[/variant]`, as the index states it. */
  readonly platform?: string;
}

export interface ParentList {
  /** Newest first. */
  readonly parents: readonly ParentsResponse[];
  /** Number of further parents. */
  readonly more: number;
}

export function parentsUrl(digest: string): string {
  return `/-/parents/${digest}`;
}

/** Reads the list in the body of an answer and skips invalid entries; never throws. */
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

function readRepository({ host, name }: Readonly<Record<string, unknown>>): readonly Repository[] {
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
