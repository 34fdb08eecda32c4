import type { Progress } from '../../oci/index.ts';
import { formatSize } from '../kit/format.ts';

/** Progress with its rate, if that is known. */
export type Rated<Step> = Step & { readonly bytesPerSecond?: number | undefined };

/** Returns `45.2 MB of 95.1 MB · 12.3 MB/s`, without the total or the rate if they are unknown. */
export function progressText({ done, total }: Progress, bytesPerSecond: number | undefined): string {
  const amount = total === undefined ? formatSize(done) : `${formatSize(done)} of ${formatSize(total)}`;
  return bytesPerSecond === undefined ? amount : `${amount} · ${formatSize(Math.round(bytesPerSecond))}/s`;
}
