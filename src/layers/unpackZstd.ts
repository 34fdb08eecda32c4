import { Decompress } from 'fzstd';
import { createXXHash64, type IHasher } from 'hash-wasm';
import { isSkippableFrame } from './compression.ts';
import type { SpanRecorder } from './spanRecorder.ts';
import type { Unpacker, UnpackSink } from './unpacker.ts';
import {
  isAllowedWindow,
  maxZstdHeaderBytes,
  parseBlockHeader,
  parseFrameHeader,
  smallerHeader,
  type ZstdFrameHeader,
  zstdBlockHeaderBytes,
} from './zstdFrame.ts';

/** A frame that ends within this size is given to the decoder at once, with a window no larger than its content. */
const pendingBytes = 256 * 1024;
const skippableHeaderBytes = 8;
const checksumBytes = 4;
/** The decoder moves its window at each block. Moves above both limits mean that the blocks are made to be slow. */
const maxMovedBytes = 64 * 2 ** 30;
const maxMovedRatio = 2048;

/**
 * Unpacks zstd (RFC 8878) with any number of frames and skippable frames. Frames and blocks are found here, and sizes and
 * checksums verified; the decoder gets one frame after another.
 */
export async function createZstdUnpacker(sink: UnpackSink, spans?: SpanRecorder): Promise<Unpacker> {
  return new ZstdUnpacker(sink, spans, await createXXHash64());
}

class ZstdUnpacker implements Unpacker {
  private state: 'frame' | 'block' | 'checksum' | 'skip' | 'zeros' | 'end' = 'frame';
  private held: Uint8Array = new Uint8Array(0);
  /** Bytes to skip of a skippable frame. */
  private skip = 0;
  private frames = 0;
  private frame: { readonly header: ZstdFrameHeader; readonly bytes: Uint8Array } | undefined;
  private decoder: Decompress | undefined;
  private frameUnpacked = 0;
  private window = 0;
  private moved = 0;
  /** Blocks that the decoder does not have yet. */
  private pending: Uint8Array[] = [];
  private pendingSize = 0;
  private pendingUnpacked = 0;
  private packed = 0;
  private unpacked = 0;

  constructor(
    private readonly sink: UnpackSink,
    private readonly spans: SpanRecorder | undefined,
    private readonly checksum: IHasher,
  ) {}

  push(chunk: Uint8Array): void {
    let bytes = chunk;
    if (this.held.length > 0) {
      bytes = new Uint8Array(this.held.length + chunk.length);
      bytes.set(this.held);
      bytes.set(chunk, this.held.length);
    }
    let at = 0;
    while (at < bytes.length && this.state !== 'end') {
      const taken = this.take(bytes, at);
      if (taken === 0) break;
      at += taken;
      this.packed += taken;
    }
    this.held = bytes.slice(at);
  }

  end(): void {
    if (this.state === 'end' || this.state === 'zeros') return;
    if (this.state === 'frame' && this.held.length === 0) return;
    this.decode(false);
    this.fail('stream_cut');
  }

  /** Takes bytes for the current state and returns how many; 0 if more are needed. */
  private take(bytes: Uint8Array, at: number): number {
    if (this.state === 'skip') {
      const length = Math.min(this.skip, bytes.length - at);
      this.skip -= length;
      if (this.skip === 0) this.state = 'frame';
      return length;
    }
    if (this.state === 'block') return this.takeBlock(bytes, at);
    if (this.state === 'checksum') return this.takeChecksum(bytes, at);
    return this.takeFrame(bytes, at);
  }

  private takeFrame(bytes: Uint8Array, at: number): number {
    if (this.state === 'zeros' || (this.frames > 0 && bytes[at] === 0)) return this.takeZeros(bytes, at);
    const available = bytes.length - at;
    if (available < 4) return 0;
    if (isSkippableFrame(bytes, at)) {
      if (available < skippableHeaderBytes) return 0;
      this.skip = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(4, true);
      this.state = this.skip > 0 ? 'skip' : 'frame';
      this.frames++;
      return skippableHeaderBytes;
    }
    const head = bytes.subarray(at, at + maxZstdHeaderBytes);
    const header = parseFrameHeader(head);
    if (header === undefined) return 0;
    if (header === 'invalid') return this.fail(this.frames > 0 ? 'trailing_bytes' : 'stream_corrupt');
    if (!isAllowedWindow(header)) return this.fail('compression_bomb');
    this.spans?.start(this.packed, this.unpacked);
    this.frame = { header, bytes: head.slice() };
    this.frameUnpacked = 0;
    if (header.hasChecksum) this.checksum.init();
    this.state = 'block';
    return header.length;
  }

  private takeZeros(bytes: Uint8Array, at: number): number {
    if (this.state !== 'zeros') this.sink.finding('trailing_zeros', `byte ${this.packed}`);
    this.state = 'zeros';
    const length = bytes.subarray(at).findIndex((byte) => byte !== 0);
    return length < 0 ? bytes.length - at : this.fail('trailing_bytes');
  }

  private takeBlock(bytes: Uint8Array, at: number): number {
    if (bytes.length - at < zstdBlockHeaderBytes) return 0;
    const block = parseBlockHeader(bytes, at);
    if (!block) {
      this.decode(false);
      return this.fail('stream_corrupt');
    }
    if (bytes.length - at < block.length) return 0;
    this.pending.push(bytes.slice(at, at + block.length));
    this.pendingSize += block.length;
    this.pendingUnpacked += block.maxUnpacked;
    if (block.isLast || this.pendingSize >= pendingBytes) this.decode(block.isLast);
    if (block.isLast && this.state === 'block') this.endFrame();
    return block.length;
  }

  private endFrame(): void {
    const stated = this.frame?.header.contentBytes;
    this.state = this.frame?.header.hasChecksum ? 'checksum' : 'frame';
    if (stated !== undefined && stated !== this.frameUnpacked) this.fail('stream_corrupt');
    this.frames++;
    this.frame = undefined;
    this.decoder = undefined;
  }

  private takeChecksum(bytes: Uint8Array, at: number): number {
    if (bytes.length - at < checksumBytes) return 0;
    const stated = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(0, true);
    // The low half of XXH64.
    const low = Number.parseInt(this.checksum.digest('hex').slice(-2 * checksumBytes), 16);
    if (stated !== low) return this.fail('stream_corrupt');
    this.state = 'frame';
    return checksumBytes;
  }

  /** Gives the pending blocks to the decoder. */
  private decode(isLast: boolean): void {
    if (!this.frame || this.pending.length === 0) return;
    const parts = this.pending;
    if (!this.decoder) {
      const { header, bytes } = this.frame;
      const maxBytes = isLast ? this.pendingUnpacked : Number.POSITIVE_INFINITY;
      const start = smallerHeader(header, bytes, maxBytes);
      const used = parseFrameHeader(start);
      this.window = typeof used === 'object' ? used.windowBytes : 0;
      parts.unshift(start);
      this.decoder = new Decompress((unpacked) => this.emit(unpacked));
    }
    const { decoder } = this;
    this.pending = [];
    this.pendingSize = 0;
    this.pendingUnpacked = 0;
    try {
      for (const [index, part] of parts.entries()) {
        if (this.state === 'end') return;
        decoder.push(part, isLast && index === parts.length - 1);
      }
    } catch {
      // The decoder throws for invalid data, some of it as a RangeError of a typed array.
      this.fail('stream_corrupt');
    }
  }

  private emit(bytes: Uint8Array): void {
    if (this.state === 'end') return;
    this.moved += this.window;
    this.unpacked += bytes.length;
    this.frameUnpacked += bytes.length;
    if (this.frame?.header.hasChecksum) this.checksum.update(bytes);
    const isSlow = this.moved > maxMovedBytes && this.moved > maxMovedRatio * this.unpacked;
    if (isSlow) this.fail('compression_bomb');
    else if (bytes.length > 0 && !this.sink.write(bytes, this.packed)) this.state = 'end';
  }

  /** Ends with a finding; returns 0, the number of bytes taken. */
  private fail(reason: 'stream_cut' | 'stream_corrupt' | 'trailing_bytes' | 'compression_bomb'): number {
    if (this.state !== 'end') this.sink.finding(reason, `byte ${this.packed}`);
    this.state = 'end';
    return 0;
  }
}
