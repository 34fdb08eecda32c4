import type { CorruptItem } from '../../api/index.ts';
import type { Amount, Progress } from '../../oci/index.ts';
import { formatCount, formatSize, groupDigits } from '../kit/format.ts';

/** The state of a verification of stored content, as far as it is shown. */
interface Verification {
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  readonly progress: Progress<Amount> | undefined;
  /** Corrupt items, repaired ones among them. */
  readonly corrupt: readonly CorruptItem[];
  readonly failure: string;
}

const none: Amount = { count: 0, bytes: 0 };

/** Returns the result of a verification that ended: `2 corrupt, 5 OK`. */
export function verificationResult({ state, progress, corrupt, failure }: Verification): string {
  const { done, total = none } = progress ?? { done: none };
  const checked = Math.min(done.count, total.count);
  if (state === 'stopped' && !progress) return 'Stopped before anything was verified';
  if (state === 'stopped') return `Stopped: ${groupDigits(checked)} of ${formatCount(total.count, 'item')} verified`;
  if (state === 'failed') return `Verification failed: ${failure}`;
  const intact = Math.max(0, total.count - corrupt.length);
  if (total.count === 0) return 'Nothing is stored';
  if (corrupt.length === 0) return `${intact === 1 ? '' : 'All '}${formatCount(intact, 'item')} OK`;
  return `${groupDigits(corrupt.length)} corrupt, ${groupDigits(intact)} OK`;
}

/** Returns the heading of a list of corrupt items. `healed` items were repaired. */
export function corruptText(count: number, state: 'healed' | 'corrupt'): string {
  const items = formatCount(count, 'corrupt item');
  if (state === 'healed') return `${items} repaired:`;
  return `${items} couldn't be repaired:`;
}

/** Returns the progress for screen readers, which changes at most three times. */
export function spokenProgress({ progress }: Pick<Verification, 'progress'>): string {
  if (!progress?.total?.bytes) return 'Verifying…';
  const quarter = Math.floor((4 * progress.done.bytes) / progress.total.bytes) * 25;
  return quarter === 0 || quarter >= 100 ? 'Verifying…' : `${quarter}% verified`;
}

export const verificationMessages = {
  title: 'Verify',
  lead: 'Manifests and configs are verified each time they are read. This verifies everything, including layers, and downloads corrupt items again.',
  start: 'Verify everything',
  stop: 'Stop',
  progress: 'Verified',
  starting: 'Starting…',
  amount: ({ done, total = none }: Progress<Amount>) =>
    `${groupDigits(done.count)} of ${groupDigits(total.count)}, ${formatSize(done.bytes)} of ${formatSize(total.bytes)}`,
  more: (count: number) => `and ${groupDigits(count)} more`,
};
