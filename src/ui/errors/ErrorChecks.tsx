import type { AppError } from '../../errors/index.ts';
import { errorPanelMessages } from '../messages/errors.ts';
import styles from './ErrorPanel.module.css';

/** Lists the diagnostic requests and their outcomes; renders nothing if there were none. `level` is that of the heading. */
export function ErrorChecks({ error, level }: { readonly error: AppError; readonly level: 2 | 3 }) {
  const checks = checksOf(error);
  if (checks.length === 0) return null;
  const Title = `h${level}` as const;
  return (
    <section className={styles.checks}>
      <Title>{errorPanelMessages.diagnostics}</Title>
      <dl>
        {checks.map(({ check, outcome }) => (
          <div key={check}>
            <dt>{check}</dt>
            <dd>{outcome}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Returns an error's `detail.checks`, which is unchecked JSON. */
function checksOf({ detail }: AppError): readonly { readonly check: string; readonly outcome: string }[] {
  const checks: readonly unknown[] = Array.isArray(detail?.checks) ? detail.checks : [];
  return checks.flatMap((each) => {
    if (typeof each !== 'object' || each === null || !('check' in each) || !('outcome' in each)) return [];
    return [{ check: String(each.check), outcome: String(each.outcome) }];
  });
}
