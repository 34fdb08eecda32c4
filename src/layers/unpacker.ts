import type { LayerFindingReason } from './layerFinding.ts';

/** Unpacks bytes that are pushed to it. An error ends it with a finding; what was unpacked stays. */
export interface Unpacker {
  push(bytes: Uint8Array): void;
  /** Reports a cut stream. */
  end(): void;
}

/** Receives unpacked bytes and findings. */
export interface UnpackSink {
  /**
   * Takes unpacked bytes, a view that is overwritten later. `packed` is the number of bytes read so far.
   * @returns false to end
   */
  write(bytes: Uint8Array, packed: number): boolean;
  finding(reason: LayerFindingReason, detail: string): void;
}
