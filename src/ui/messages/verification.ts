import type { VerifyStep } from '../../api/index.ts';
import { formatCount, formatSize, groupDigits } from '../kit/format.ts';

/** The state of a verification of stored content, as far as it is shown. */
interface Verification {
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  readonly step: VerifyStep | undefined;
  /** Steps that found a corrupt item, repaired ones among them. */
  readonly corrupt: readonly VerifyStep[];
  readonly failure: string;
}

/** Returns the result of a verification that ended: `2 corrupt, 5 OK`. */
export function verificationResult({ state, step, corrupt, failure }: Verification): string {
  const { count = 0, total = { count: 0 } } = step ?? {};
  const checked = Math.min(count, total.count);
  if (state === 'stopped' && !step) return 'Stopped before anything was verified';
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
export function spokenProgress({ step }: Pick<Verification, 'step'>): string {
  if (!step || step.total.bytes === 0) return 'Verifying…';
  const quarter = Math.floor((4 * step.bytes) / step.total.bytes) * 25;
  return quarter === 0 || quarter >= 100 ? 'Verifying…' : `${quarter}% verified`;
}

export const verificationMessages = {
  title: 'Verify',
  lead: 'Manifests and configs are verified each time they are read. This verifies everything, including layers, and downloads corrupt items again.',
  start: 'Verify everything',
  stop: 'Stop',
  progress: 'Verified',
  starting: 'Starting…',
  amount: ({ count, bytes, total }: Pick<VerifyStep, 'count' | 'bytes' | 'total'>) =>
    `${groupDigits(count)} of ${groupDigits(total.count)}, ${formatSize(bytes)} of ${formatSize(total.bytes)}`,
  more: (count: number) => `and ${groupDigits(count)} more`,
};
