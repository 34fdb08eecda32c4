import { createCRC32, type IHasher } from 'hash-wasm';
import {
  Z_BLOCK,
  Z_BUF_ERROR,
  Z_NO_FLUSH,
  Z_STREAM_END,
  ZStream,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset2,
  zlibInflateSetDictionary,
} from 'pako';
import { gzipHeaderLength, hasHeaderChecksum, headerChecksumBytes } from './gzipHeader.ts';
import type { SpanRecorder } from './spanRecorder.ts';
import type { Unpacker, UnpackSink } from './unpacker.ts';

const outputBytes = 256 * 1024;
/** Bytes that a back reference can reach. */
const windowBytes = 32 * 1024;
const rawDeflate = -15;
const trailerBytes = 8;
/** Longest header that is accepted: optional name, comment and extra field. */
const maxHeaderBytes = 1024 * 1024;

/**
 * Unpacks gzip (RFC 1952) with any number of members. Checks CRC-32 and length of each. Uses zlib's own calls, since only they
 * stop at the end of a deflate block, where unpacking can start again.
 */
export async function createGunzip(sink: UnpackSink, spans?: SpanRecorder): Promise<Unpacker> {
  return new Gunzip(sink, spans, await createCRC32());
}

/** A place between deflate blocks at which unpacking resumes. */
export interface GzipPlace {
  /** Number of unused bits of the byte before the place, and that byte. */
  readonly bits: number;
  readonly byte: number;
  /** Unpacked bytes before the place, up to 32 KiB. */
  readonly window: Uint8Array;
}

/** Unpacks gzip from a place on. The checksum of the member that the place is in cannot be verified. */
export async function resumeGunzip(place: GzipPlace, sink: UnpackSink): Promise<Unpacker> {
  const gunzip = new Gunzip(sink, undefined, await createCRC32());
  gunzip.resume(place);
  return gunzip;
}

class Gunzip implements Unpacker {
  private state: 'header' | 'body' | 'trailer' | 'zeros' | 'end' = 'header';
  /** Bytes of an unfinished header or trailer. */
  private held = new Uint8Array(0);
  private readonly stream = new ZStream();
  /** The last 32 KiB of output, then room for more. */
  private readonly output = new Uint8Array(windowBytes + outputBytes);
  private isStarted = false;
  private isVerifiable = true;
  private members = 0;
  private memberBytes = 0;
  /** Offset in the blob of the next byte, and in the unpacked bytes. */
  private packed = 0;
  private unpacked = 0;

  constructor(
    private readonly sink: UnpackSink,
    private readonly spans: SpanRecorder | undefined,
    private readonly checksum: IHasher,
  ) {
    this.stream.output = this.output;
    this.stream.next_out = windowBytes;
  }

  resume({ bits, byte, window }: GzipPlace): void {
    zlibInflateInit2(this.stream, rawDeflate);
    // Node's zlib has inflatePrime for this; pako does not.
    this.stream.state.hold = byte >>> (8 - bits);
    this.stream.state.bits = bits;
    if (window.length > 0) zlibInflateSetDictionary(this.stream, window);
    this.isStarted = true;
    this.isVerifiable = false;
    this.checksum.init();
    this.state = 'body';
  }

  push(chunk: Uint8Array): void {
    let bytes = chunk;
    while (bytes.length > 0 && this.state !== 'end') bytes = bytes.subarray(this.take(bytes));
  }

  end(): void {
    if (this.state === 'end' || this.state === 'zeros') return;
    if (this.state === 'header' && this.held.length === 0 && this.members > 0) return;
    this.fail('stream_cut');
  }

  /** Takes bytes for the current state and returns how many. */
  private take(bytes: Uint8Array): number {
    if (this.state === 'body') return this.inflate(bytes);
    if (this.state === 'trailer') return this.takeTrailer(bytes);
    return this.takeHeader(bytes);
  }

  private takeHeader(bytes: Uint8Array): number {
    const before = this.held.length;
    const isNext = this.members > 0 && before === 0;
    if (this.state === 'zeros' || (isNext && bytes[0] === 0)) return this.takeZeros(bytes);
    const joined = before > 0 ? concat(this.held, bytes) : bytes;
    const length = gzipHeaderLength(joined);
    if (length === 'invalid') {
      this.fail(this.members > 0 ? 'trailing_bytes' : 'stream_corrupt');
      return bytes.length;
    }
    if (length === undefined) {
      if (joined.length > maxHeaderBytes) this.fail('stream_corrupt');
      this.held = joined.slice();
      this.packed += bytes.length;
      return bytes.length;
    }
    if (!this.isIntact(joined.subarray(0, length))) {
      this.fail('stream_corrupt');
      return bytes.length;
    }
    this.spans?.start(this.packed - before, this.unpacked);
    this.held = new Uint8Array(0);
    this.packed += length - before;
    if (this.isStarted) zlibInflateReset2(this.stream, rawDeflate);
    else zlibInflateInit2(this.stream, rawDeflate);
    this.isStarted = true;
    this.checksum.init();
    this.isVerifiable = true;
    this.memberBytes = 0;
    this.state = 'body';
    return length - before;
  }

  /** Verifies a header's own checksum. */
  private isIntact(header: Uint8Array): boolean {
    if (!hasHeaderChecksum(header)) return true;
    const end = header.length - headerChecksumBytes;
    const crc = Number.parseInt(this.checksum.init().update(header.subarray(0, end)).digest('hex'), 16);
    return (header[end] ?? 0) + (header[end + 1] ?? 0) * 256 === crc % 2 ** 16;
  }

  /** GNU gzip ignores zeros after the last member, which pad tapes; Go refuses them. */
  private takeZeros(bytes: Uint8Array): number {
    if (this.state !== 'zeros') this.sink.finding('trailing_zeros', `byte ${this.packed}`);
    this.state = 'zeros';
    const length = bytes.findIndex((byte) => byte !== 0);
    this.packed += length < 0 ? bytes.length : length;
    if (length >= 0) this.fail('trailing_bytes');
    return bytes.length;
  }

  private inflate(bytes: Uint8Array): number {
    const { stream } = this;
    stream.input = bytes;
    stream.next_in = 0;
    stream.avail_in = bytes.length;
    while (this.state === 'body') {
      if (stream.next_out === this.output.length) this.makeRoom();
      const [fromIn, fromOut] = [stream.next_in, stream.next_out];
      stream.avail_out = this.output.length - fromOut;
      const flush = this.spans?.isDue(this.packed, this.unpacked) ? Z_BLOCK : Z_NO_FLUSH;
      const status = zlibInflate(stream, flush);
      this.packed += stream.next_in - fromIn;
      this.emit(fromOut, stream.next_out);
      if (status === Z_STREAM_END) this.state = 'trailer';
      else if (status !== 0 && status !== Z_BUF_ERROR) this.fail('stream_corrupt');
      else if (flush === Z_BLOCK) this.addSpan();
      // With room left for output, all input was taken.
      if (stream.avail_in === 0 && stream.avail_out > 0) break;
    }
    return stream.next_in;
  }

  /** Adds a place if the stream is at the end of a deflate block that is not the last one. */
  private addSpan(): void {
    const { data_type: at, next_out } = this.stream;
    if (!(at & 128) || at & 64) return;
    const length = Math.min(windowBytes, this.memberBytes);
    const window = this.output.slice(next_out - length, next_out);
    this.spans?.add(this.packed, this.unpacked, at & 7, window);
  }

  private emit(from: number, to: number): void {
    if (to === from) return;
    const bytes = this.output.subarray(from, to);
    this.checksum.update(bytes);
    this.memberBytes += bytes.length;
    this.unpacked += bytes.length;
    if (!this.sink.write(bytes, this.packed)) this.state = 'end';
  }

  private makeRoom(): void {
    this.output.copyWithin(0, this.output.length - windowBytes);
    this.stream.next_out = windowBytes;
  }

  private takeTrailer(bytes: Uint8Array): number {
    const length = Math.min(bytes.length, trailerBytes - this.held.length);
    this.held = concat(this.held, bytes.subarray(0, length));
    this.packed += length;
    if (this.held.length < trailerBytes) return length;
    const view = new DataView(this.held.buffer, this.held.byteOffset, trailerBytes);
    const crc = Number.parseInt(this.checksum.digest('hex'), 16);
    const isRight = view.getUint32(0, true) === crc && view.getUint32(4, true) === this.memberBytes % 2 ** 32;
    if (this.isVerifiable && !isRight) {
      this.fail('stream_corrupt');
      return length;
    }
    this.held = new Uint8Array(0);
    this.members++;
    this.state = 'header';
    return length;
  }

  private fail(reason: 'stream_cut' | 'stream_corrupt' | 'trailing_bytes'): void {
    this.state = 'end';
    this.sink.finding(reason, `byte ${this.packed}`);
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
