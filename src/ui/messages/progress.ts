import { formatSize } from '../kit/format.ts';

/** Returns `45.2 MB of 95.1 MB · 12.3 MB/s`, without the total or the rate if they are unknown. */
export function progressText(
  { offset, total }: { readonly offset: number; readonly total?: number | undefined },
  bytesPerSecond: number | undefined,
): string {
  const amount = total === undefined ? formatSize(offset) : `${formatSize(offset)} of ${formatSize(total)}`;
  return bytesPerSecond === undefined ? amount : `${amount} · ${formatSize(Math.round(bytesPerSecond))}/s`;
}
