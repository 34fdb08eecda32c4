import { LayerFindings } from './layerFinding.ts';
import { fileType } from './layerIndex.ts';
import { maxTocBytes } from './layerLimits.ts';
import { TarReader } from './tarReader.ts';
import { unpackAll } from './unpackBytes.ts';

/** Longest footer: that of eStargz. Old stargz has 47 bytes. */
export const estargzFooterBytes = 51;
const oldFooterBytes = 47;
const externalFooterBytes = 46;
const tocName = 'stargz.index.json';
/** Header of an empty gzip member with an extra field: RFC 1952. */
const header = [0x1f, 0x8b, 0x08, 0x04, 0, 0, 0, 0, 0, 0xff];

/** The place of a table of contents. */
export interface TocPlace {
  readonly from: number;
  readonly to: number;
}

/**
 * Parses the footer of an eStargz or stargz blob from its last bytes.
 * @returns undefined if it is neither
 * @see https://github.com/containerd/stargz-snapshotter/blob/v0.15.1/docs/estargz.md#footer
 */
export function parseEstargzFooter(tail: Uint8Array, blobBytes: number): TocPlace | undefined {
  const footer = tail.subarray(-estargzFooterBytes);
  const isNew =
    hasBytes(footer, 0, header) && hasBytes(footer, 10, [26, 0, 0x53, 0x47, 22, 0]) && hasText(footer, 32, 'STARGZ');
  if (isNew) return placeOf(footer.subarray(16, 32), blobBytes - estargzFooterBytes);
  const old = tail.subarray(-oldFooterBytes);
  const isOld = hasBytes(old, 0, header) && hasBytes(old, 10, [22, 0]) && hasText(old, 28, 'STARGZ');
  return isOld ? placeOf(old.subarray(12, 28), blobBytes - oldFooterBytes) : undefined;
}

/** Reports whether the last bytes say that the table is in another image. */
export function isExternalToc(tail: Uint8Array): boolean {
  return hasText(tail.subarray(-externalFooterBytes), 16, 'STARGZEXTERNALTOC');
}

/** Unpacks the JSON of a table of contents, a tar with one file in gzip; undefined if it is corrupt or too large. */
export async function unpackEstargzToc(packed: Uint8Array): Promise<Uint8Array | undefined> {
  const tar = await unpackAll('gzip', packed, maxTocBytes);
  if (!tar) return undefined;
  let json: Uint8Array | undefined;
  let at = 0;
  const findings = new LayerFindings();
  const reader = new TarReader(
    {
      entry: ({ name, type, storedSize }) => {
        at = 0;
        if (type === fileType && hasText(name, 0, tocName) && name.length === tocName.length)
          json = new Uint8Array(storedSize);
      },
      content: (bytes) => {
        json?.set(bytes, at);
        at += bytes.length;
      },
      contentEnd: () => undefined,
      globalHeader: () => undefined,
    },
    findings,
  );
  reader.push(tar);
  reader.end();
  return reader.isComplete ? json : undefined;
}

function placeOf(hex: Uint8Array, to: number): TocPlace | undefined {
  const digits = String.fromCharCode(...hex);
  const from = /^[0-9a-f]{16}$/i.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
  return from >= 0 && from < to && to - from <= maxTocBytes ? { from, to } : undefined;
}

function hasBytes(bytes: Uint8Array, at: number, expected: readonly number[]): boolean {
  return expected.every((byte, index) => bytes[at + index] === byte);
}

function hasText(bytes: Uint8Array, at: number, expected: string): boolean {
  return hasBytes(
    bytes,
    at,
    [...expected].map((char) => char.charCodeAt(0)),
  );
}
