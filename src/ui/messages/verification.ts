import type { VerifyStep } from '../../api/index.ts';
import { formatCount, groupDigits } from '../kit/format.ts';

/** A verification of stored content, as far as its state is told. */
interface Check {
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  readonly step: VerifyStep | undefined;
  readonly damaged: readonly VerifyStep[];
  readonly failure: string;
}

/** What a check came to. */
export function verdict({
  state,
  step,
  damaged,
  failure,
}: Pick<Check, 'state' | 'step' | 'damaged' | 'failure'>): string {
  const { count = 0, total = { count: 0 } } = step ?? {};
  const checked = Math.min(count, total.count);
  if (state === 'stopped' && !step) return 'Stopped before anything was checked.';
  if (state === 'stopped') return `Stopped: ${groupDigits(checked)} of ${groupDigits(total.count)} were checked.`;
  if (state === 'failed') return `It could not go on: ${failure}`;
  const sound = Math.max(0, total.count - damaged.length);
  if (total.count === 0) return 'Nothing is stored.';
  if (damaged.length === 0) return sound === 1 ? 'It is sound.' : `All ${groupDigits(sound)} are sound.`;
  return `${formatCount(damaged.length, 'was', 'were')} damaged, ${formatCount(sound, 'is', 'are')} sound.`;
}

/** What heads the list of those that were damaged. */
export function damagedText(count: number, state: 'healed' | 'corrupt'): string {
  if (state === 'healed') return `${formatCount(count, 'was', 'were')} damaged and fetched anew:`;
  return `${formatCount(count, 'is', 'are')} damaged and could not be fetched:`;
}

/** Said of what goes on, a few times in all. */
export function spokenProgress({ step }: Pick<Check, 'step'>): string {
  if (!step || step.total.bytes === 0) return 'Checking…';
  const quarter = Math.floor((4 * step.bytes) / step.total.bytes) * 25;
  return quarter === 0 || quarter >= 100 ? 'Checking…' : `${quarter} % checked`;
}
