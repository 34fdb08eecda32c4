import type { LayerEntry } from './layerEntry.ts';
import type { LayerFindings } from './layerFinding.ts';
import { charType, dirType, fileType, unknownType } from './layerIndex.ts';
import { maxMetaBytes, maxPathBytes } from './layerLimits.ts';
import { decodeName } from './nameText.ts';
import { applyPaxRecords, type PaxRecords, parsePaxRecords } from './paxRecords.ts';
import { isValidMap, oldSparseSize, paddedToBlock, parseOldSparse, SparseLines, sparseHeader } from './sparseMap.ts';
import { parseTarBlock, parseText, type TarBlock, tarBlockBytes } from './tarBlock.ts';

/** Receives what a tar lists, in its order. Bytes are views that later reads overwrite. */
export interface TarSink {
  /** Its content follows, `storedSize` bytes of it. */
  entry(entry: LayerEntry): void;
  content(bytes: Uint8Array): void;
  contentEnd(): void;
  globalHeader(): void;
}

type State = 'header' | 'meta' | 'oldSparse' | 'sparseLines' | 'content' | 'padding' | 'end';

const flag = (text: string) => text.charCodeAt(0);
const [regular, fifo, oldSparse] = [flag('0'), flag('6'), flag('S')];
const [pax, globalPax, longLink, longName] = [flag('x'), flag('g'), flag('K'), flag('L')];
const metaTypes = new Set([pax, globalPax, longLink, longName]);
const slash = 0x2f;
const empty = new Uint8Array(0);

/**
 * Reads a tar that is pushed to it, field by field as Go's archive/tar does, which every engine uses. An error ends it with a
 * finding; the entries before stay.
 */
export class TarReader {
  /** The tar was read to its end mark, or its bytes ended between entries. */
  isComplete = false;
  private state: State = 'header';
  /** Bytes of the unfinished block or meta content. */
  private readonly held = new Uint8Array(tarBlockBytes);
  private heldLength = 0;
  private meta: { readonly block: TarBlock; readonly bytes: Uint8Array; length: number } | undefined;
  private remaining = 0;
  private padding = 0;
  /** Offset of the next byte. */
  private offset = 0;
  private isAfterZeros = false;
  private records: PaxRecords | undefined;
  private name: Uint8Array | undefined;
  private link: Uint8Array | undefined;
  private sparse: { readonly entry: LayerEntry; readonly numbers: number[]; readonly lines: SparseLines } | undefined;

  constructor(
    private readonly sink: TarSink,
    private readonly findings: LayerFindings,
  ) {}

  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length && this.state !== 'end') at += this.take(bytes, at);
    this.offset += bytes.length - at;
  }

  /** Reports an incomplete tar. */
  end(): void {
    if (this.state === 'end') return;
    // Missing padding, and a missing end mark, are accepted as Go does.
    this.isComplete = this.state === 'padding' || (this.state === 'header' && this.heldLength === 0);
    if (!this.isComplete) this.fail('tar_cut');
    this.state = 'end';
  }

  /** Takes bytes for the current state and returns how many. */
  private take(bytes: Uint8Array, at: number): number {
    const available = bytes.length - at;
    if (this.state === 'content' || this.state === 'padding') {
      const isContent = this.state === 'content';
      const length = Math.min(available, isContent ? this.remaining : this.padding);
      if (isContent) this.sink.content(bytes.subarray(at, at + length));
      this.offset += length;
      if (isContent) this.remaining -= length;
      else this.padding -= length;
      if (isContent && this.remaining === 0) this.endContent();
      else if (!isContent && this.padding === 0) this.state = 'header';
      return length;
    }
    const { meta } = this;
    if (this.state === 'meta' && meta) {
      const length = Math.min(available, meta.bytes.length - meta.length);
      meta.bytes.set(bytes.subarray(at, at + length), meta.length);
      meta.length += length;
      this.offset += length;
      if (meta.length === meta.bytes.length) this.endMeta(meta.block, meta.bytes);
      return length;
    }
    if (this.heldLength === 0 && available >= tarBlockBytes) {
      this.offset += tarBlockBytes;
      this.takeBlock(bytes.subarray(at, at + tarBlockBytes));
      return tarBlockBytes;
    }
    const length = Math.min(available, tarBlockBytes - this.heldLength);
    this.held.set(bytes.subarray(at, at + length), this.heldLength);
    this.heldLength += length;
    this.offset += length;
    if (this.heldLength === tarBlockBytes) {
      this.heldLength = 0;
      this.takeBlock(this.held);
    }
    return length;
  }

  private takeBlock(block: Uint8Array): undefined {
    if (this.state === 'oldSparse') return this.takeOldSparse(block, true);
    if (this.state === 'sparseLines') return this.takeSparseLines(block);
    if (isZeros(block)) {
      if (this.isAfterZeros) {
        this.state = 'end';
        this.isComplete = true;
      }
      this.isAfterZeros = true;
      return;
    }
    const header = this.isAfterZeros ? undefined : parseTarBlock(block);
    if (!header) return this.fail('tar_header_invalid');
    if (metaTypes.has(header.typeflag)) return this.startMeta(header);
    this.takeHeader(header, block);
  }

  private startMeta(block: TarBlock): undefined {
    if (block.size < 0 || block.size > maxMetaBytes) return this.fail('tar_header_invalid');
    // The block's bytes may be overwritten before its content is complete.
    const kept = { ...block, name: block.name.slice() };
    if (block.size === 0) return this.endMeta(kept, empty);
    this.state = 'meta';
    this.meta = { block: kept, bytes: new Uint8Array(block.size), length: 0 };
  }

  private endMeta({ typeflag, name, size }: TarBlock, bytes: Uint8Array): undefined {
    this.meta = undefined;
    this.padding = paddedToBlock(size) - size;
    this.state = this.padding > 0 ? 'padding' : 'header';
    if (typeflag === longName) this.name = parseText(bytes, 0, bytes.length);
    else if (typeflag === longLink) this.link = parseText(bytes, 0, bytes.length);
    else {
      const records = parsePaxRecords(bytes);
      if (!records) return this.fail('tar_header_invalid');
      if (typeflag === pax) this.records = records;
      else this.takeGlobal(name, records);
    }
  }

  /** A global header is not applied, as engines do. */
  private takeGlobal(name: Uint8Array, { values }: PaxRecords): void {
    const path = () => decodeName(name);
    this.findings.add('global_header', path);
    if (values.has('path') || values.has('size')) this.findings.add('global_header_path_or_size', path);
    this.sink.globalHeader();
    this.forget();
  }

  private takeHeader(header: TarBlock, block: Uint8Array): undefined {
    const fields = applyPaxRecords(header, this.records);
    const sparse = this.records ? sparseHeader(this.records) : undefined;
    const name = this.name ?? fields?.name ?? empty;
    const type = typeOf(header.typeflag, name);
    const isFileLike = type === fileType || type === unknownType;
    if (!fields || sparse === 'invalid' || (sparse && !isFileLike)) return this.fail('tar_header_invalid');
    const isOld = header.typeflag === oldSparse;
    const physical = isFileLike ? fields.size : 0;
    // Offsets up to 2^53 are exact.
    if (physical < 0 || physical > Number.MAX_SAFE_INTEGER - this.offset) return this.fail('tar_header_invalid');
    const entry: LayerEntry = {
      name: sparse?.name ?? name,
      type,
      mode: header.mode,
      uid: fields.uid,
      gid: fields.gid,
      user: fields.user,
      group: fields.group,
      size: Math.max(0, sparse?.size ?? fields.size),
      storedSize: physical,
      contentAt: this.offset,
      mtime: fields.mtime,
      nanoseconds: fields.nanoseconds,
      link: this.link ?? fields.link,
      major: header.major,
      minor: header.minor,
      xattrs: fields.xattrs,
      sparseMap: undefined,
    };
    this.forget();
    this.note(header.typeflag, entry);
    if (isOld || sparse) {
      this.sparse = { entry: keepBytes(entry), numbers: sparse?.map?.slice() ?? [], lines: new SparseLines() };
      if (isOld) return this.startOldSparse(header, block);
      if (sparse?.map) return this.startSparse();
      this.state = 'sparseLines';
      if (physical === 0) this.fail('tar_header_invalid');
      return;
    }
    this.startContent(entry);
  }

  private note(typeflag: number, { name, type, major, minor }: LayerEntry): void {
    const path = () => decodeName(name.subarray(0, maxPathBytes));
    if (type === unknownType) this.findings.add('unknown_type', path, { detail: String.fromCharCode(typeflag) });
    if (typeflag === oldSparse) this.findings.add('sparse_old_gnu', path);
    if (type === fileType && typeflag === regular && name.at(-1) === slash) this.findings.add('file_with_slash', path);
    if (type === charType && major === 0 && minor === 0) this.findings.add('device_is_whiteout', path);
  }

  private startOldSparse(header: TarBlock, block: Uint8Array): undefined {
    const size = oldSparseSize(block);
    if (header.format !== 'gnu' || size === undefined || !this.sparse) return this.fail('tar_header_invalid');
    this.sparse.entry.size = size;
    this.takeOldSparse(block, false);
  }

  private takeOldSparse(block: Uint8Array, isExtension: boolean): undefined {
    const part = parseOldSparse(block, isExtension);
    if (!part || !this.sparse) return this.fail('tar_header_invalid');
    for (const number of part.map) this.sparse.numbers.push(number);
    if (this.sparse.numbers.length * 12 > maxMetaBytes) return this.fail('tar_header_invalid');
    this.state = 'oldSparse';
    if (!part.isExtended) this.startSparse();
  }

  private takeSparseLines(block: Uint8Array): undefined {
    const { sparse } = this;
    if (!sparse) return;
    sparse.entry.storedSize -= tarBlockBytes;
    const map = sparse.lines.push(block);
    if (map === 'invalid' || (!map && sparse.entry.storedSize <= 0)) return this.fail('tar_header_invalid');
    if (!map) return;
    sparse.entry.storedSize = Math.max(0, sparse.entry.storedSize);
    for (const number of map) sparse.numbers.push(number);
    this.startSparse();
  }

  private startSparse(): undefined {
    const { sparse } = this;
    this.sparse = undefined;
    if (!sparse || !isValidMap(sparse.numbers, sparse.entry.size)) return this.fail('tar_header_invalid');
    this.startContent({
      ...sparse.entry,
      contentAt: this.offset,
      sparseMap: Uint8Array.from(sparse.numbers.join(','), (char) => char.charCodeAt(0)),
    });
  }

  private startContent(entry: LayerEntry): void {
    this.remaining = entry.storedSize;
    this.padding = paddedToBlock(this.remaining) - this.remaining;
    this.sink.entry(entry);
    this.state = 'content';
    if (this.remaining === 0) this.endContent();
  }

  private endContent(): void {
    this.sink.contentEnd();
    this.state = this.padding > 0 ? 'padding' : 'header';
  }

  private forget(): void {
    this.records = undefined;
    this.name = undefined;
    this.link = undefined;
  }

  private fail(reason: 'tar_cut' | 'tar_header_invalid'): undefined {
    this.state = 'end';
    this.findings.add(reason, undefined, { detail: `byte ${this.offset}` });
  }
}

/** Returns the position in `entryTypes`. Type 0 with a slash at its end is a file to Go, and type NUL a directory. */
function typeOf(typeflag: number, name: Uint8Array): number {
  if (typeflag === 0) return name.at(-1) === slash ? dirType : fileType;
  if (typeflag === regular || typeflag === oldSparse) return fileType;
  // Types 1 to 6 have their positions in the list.
  if (typeflag > regular && typeflag <= fifo) return typeflag - regular;
  return unknownType;
}

function keepBytes(entry: LayerEntry): LayerEntry {
  const { name, link, user, group } = entry;
  return { ...entry, name: name.slice(), link: link.slice(), user: user.slice(), group: group.slice() };
}

function isZeros(block: Uint8Array): boolean {
  if (block[0] !== 0) return false;
  for (let at = 0; at < tarBlockBytes; at++) if (block[at] !== 0) return false;
  return true;
}
