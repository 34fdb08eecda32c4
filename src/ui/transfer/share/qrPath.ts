import { encode } from 'uqr';

/** A QR code as one path of a square of `size` modules, quiet zone included (ISO/IEC 18004 asks for four modules). */
export function qrPath(text: string): { readonly path: string; readonly size: number } {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return { path, size };
}
