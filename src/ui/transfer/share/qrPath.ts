import { encode } from 'uqr';

/** Encodes text as a QR code: one SVG path in a square of `size` modules, with the quiet zone of 4 modules that ISO/IEC 18004 requires. */
export function qrPath(text: string): { readonly path: string; readonly size: number } {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return { path, size };
}
