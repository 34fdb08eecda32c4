import type { AppError } from '../../errors/index.ts';
import styles from './ErrorPanel.module.css';

/** What was asked to find the cause, and what came; nothing where nothing was. `level`: of its heading. */
export function ErrorChecks({ error, level }: { readonly error: AppError; readonly level: 2 | 3 }) {
  const checks = checksOf(error);
  if (checks.length === 0) return null;
  const Title = `h${level}` as const;
  return (
    <section className={styles.checks}>
      <Title>Diagnostics</Title>
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

/** An error's `detail.checks`, which came as JSON. */
function checksOf({ detail }: AppError): readonly { readonly check: string; readonly outcome: string }[] {
  const checks: readonly unknown[] = Array.isArray(detail?.checks) ? detail.checks : [];
  return checks.flatMap((each) => {
    if (typeof each !== 'object' || each === null || !('check' in each) || !('outcome' in each)) return [];
    return [{ check: String(each.check), outcome: String(each.outcome) }];
  });
}
