import type { Layout, Piece } from './layout.ts';

const rowBytes = 16;
/** Characters of a row before its ASCII column. */
const asciiColumn = 60;

/** Lays out bytes like `hexdump -C`: offset, sixteen bytes, and the printable ASCII characters among them. */
export class HexLayout implements Layout {
  readonly tokens = undefined;
  readonly wraps = false;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get lineCount(): number {
    return Math.max(1, Math.ceil(this.#bytes.length / rowBytes));
  }

  length(line: number): number {
    return asciiColumn + Math.max(0, Math.min(rowBytes, this.#bytes.length - line * rowBytes));
  }

  pieces(line: number): readonly Piece[] {
    const bytes = this.#bytes.subarray(line * rowBytes, (line + 1) * rowBytes);
    const pairs = Array.from(bytes, hexOf);
    const halves = [pairs.slice(0, 8).join(' '), pairs.slice(8).join(' ')].map((half) => half.padEnd(8 * 3 - 1));
    const ascii = Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    return [
      pieceOf('offset', (line * rowBytes).toString(16).padStart(8, '0')),
      pieceOf('other', `  ${halves.join('  ')}  `),
      pieceOf('offset', ascii),
    ];
  }

  foldOf(): number {
    return -1;
  }

  depthOf(): number {
    return 0;
  }

  lineOf(offset: number): number {
    return Math.floor(offset / rowBytes);
  }

  columnOf(): number {
    return 0;
  }
}

/** Formats bytes as lowercase hex without separators. */
export function formatHex(bytes: Uint8Array): string {
  return Array.from(bytes, hexOf).join('');
}

function hexOf(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function pieceOf(kind: Piece['kind'], text: string): Piece {
  return { kind, text, token: -1, start: -1 };
}
