import { isDigest, parseRfc3339 } from '../oci/index.ts';
import { IndexBuilder } from './indexBuilder.ts';
import type { LayerEntry } from './layerEntry.ts';
import { blockType, charType, dirType, fifoType, fileType, hardlinkType, symlinkType } from './layerIndex.ts';
import { PartsBuilder } from './partsBuilder.ts';

const types = new Map<unknown, number>([
  ['reg', fileType],
  ['hardlink', hardlinkType],
  ['symlink', symlinkType],
  ['char', charType],
  ['block', blockType],
  ['dir', dirType],
  ['fifo', fifoType],
]);

/** A value of parsed JSON. */
type JsonObject = Readonly<Record<string, unknown>>;

const encoder = new TextEncoder();
const empty = new Uint8Array(0);
const maxXattrs = 1000;

/** A table of contents as an index, with the parts of its files. */
export interface ParsedToc {
  readonly builder: IndexBuilder;
  readonly parts: PartsBuilder;
}

/**
 * Parses a table of contents in JSON (eStargz and zstd:chunked). An invalid entry is left out with a finding.
 * @returns undefined if it is not a table of version 1
 * @see https://github.com/containerd/stargz-snapshotter/blob/v0.15.1/docs/estargz.md#tocentry
 */
export function parseToc(json: Uint8Array): ParsedToc | undefined {
  const entries = readEntries(json);
  if (!entries) return undefined;
  const builder = new IndexBuilder();
  const parts = new PartsBuilder(builder.names);
  /** Row and size of the last file, which chunks are parts of. */
  let file: { readonly row: number; readonly size: number; readonly to: number } | undefined;
  for (const value of entries) {
    if (!isObject(value)) {
      builder.findings.add('toc_entry_invalid');
      continue;
    }
    const isChunk = value.type === 'chunk';
    const entry = isChunk ? undefined : parseEntry(value);
    if (!isChunk) {
      const row = entry && builder.add(entry);
      file =
        row !== undefined && entry?.type === fileType
          ? { row, size: entry.size, to: count(value.endOffset) ?? Number.POSITIVE_INFINITY }
          : undefined;
      if (file && file.size > 0) parts.setHash(builder, file.row, text(value.digest));
    }
    if ((isChunk && !file) || (!isChunk && !entry)) {
      builder.findings.add('toc_entry_invalid', () => text(value.name).slice(0, 4096));
    } else if (file && (isChunk || file.size > 0) && !addPart(parts, value, file)) {
      builder.findings.add('toc_entry_invalid', () => text(value.name).slice(0, 4096));
    }
  }
  return { builder, parts };
}

function readEntries(json: Uint8Array): readonly unknown[] | undefined {
  try {
    const toc: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
    return isObject(toc) && toc.version === 1 && Array.isArray(toc.entries) ? toc.entries : undefined;
  } catch {
    // Neither UTF-8 nor JSON.
    return undefined;
  }
}

function parseEntry(value: JsonObject): LayerEntry | undefined {
  const type = types.get(value.type);
  const size = count(value.size ?? 0);
  const numbers = [value.mode, value.uid, value.gid, value.devMajor, value.devMinor].map((number) =>
    count(number ?? 0),
  );
  const [mode, uid, gid, major, minor] = numbers;
  const time = value.modtime === undefined ? 0 : parseRfc3339(text(value.modtime));
  if (typeof value.name !== 'string' || type === undefined || size === undefined || time === undefined)
    return undefined;
  if (mode === undefined || uid === undefined || gid === undefined || major === undefined || minor === undefined) {
    return undefined;
  }
  return {
    name: encoder.encode(value.name),
    type,
    mode,
    uid,
    gid,
    user: encoder.encode(text(value.userName)),
    group: encoder.encode(text(value.groupName)),
    size,
    storedSize: size,
    contentAt: 0,
    mtime: Math.floor(time / 1000),
    nanoseconds: nanosecondsOf(text(value.modtime)),
    link: encoder.encode(text(value.linkName)),
    major,
    minor,
    xattrs: parseXattrs(value.xattrs),
    sparseMap: undefined,
  };
}

/** Adds the part that an entry describes; returns false if it is invalid. */
function addPart(
  parts: PartsBuilder,
  value: JsonObject,
  { row, size, to }: { readonly row: number; readonly size: number; readonly to: number },
): boolean {
  const from = count(value.offset ?? 0);
  const inner = count(value.innerOffset ?? 0);
  const offset = count(value.chunkOffset ?? 0);
  const stated = count(value.chunkSize ?? 0);
  if (from === undefined || inner === undefined || offset === undefined || stated === undefined) return false;
  const length = stated === 0 ? size - offset : stated;
  if (length <= 0 || offset + length > size) return false;
  const isWhole = offset === 0 && length === size;
  const digest = text(value.chunkDigest) || (isWhole ? text(value.digest) : '');
  if (digest !== '' && !isDigest(digest)) return false;
  parts.add({ row, from, to, inner, offset, size: length, digest, isZeros: value.chunkType === 'zeros' });
  return true;
}

function parseXattrs(value: unknown): LayerEntry['xattrs'] {
  if (!isObject(value)) return undefined;
  const xattrs = Object.entries(value).slice(0, maxXattrs);
  return xattrs.length === 0
    ? undefined
    : xattrs.map(([name, encoded]) => [encoder.encode(name), decodeBase64(text(encoded))] as const);
}

function decodeBase64(encoded: string): Uint8Array {
  try {
    return Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
  } catch {
    // Not base64: the value is unknown.
    return empty;
  }
}

function nanosecondsOf(time: string): number {
  const fraction = /\.(\d{1,9})/.exec(time)?.[1] ?? '';
  return Number(fraction.padEnd(9, '0'));
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
