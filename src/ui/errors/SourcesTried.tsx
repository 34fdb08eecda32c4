import { AppError } from '../../errors/index.ts';
import { errorWords } from '../messages/errors.ts';
import { triedSources } from '../messages/triedSources.ts';
import { useEnvironment } from '../state/environment.ts';
import styles from './ErrorPanel.module.css';

/** The repositories tried for a bare digest, and the reason of each; nothing if none was. `level`: of its heading. */
export function SourcesTried({ error, level }: { readonly error: AppError; readonly level: 2 | 3 }) {
  const { origin } = useEnvironment().window.location;
  const tried = triedSources(error) ?? [];
  if (tried.length === 0) return null;
  const Title = `h${level}` as const;
  return (
    <section className={styles.checks}>
      <Title>Repositories tried</Title>
      <dl>
        {tried.map(({ host, name, reason }) => (
          <div key={`${host}/${name}`}>
            <dt>{`${host}/${name}`}</dt>
            <dd>{errorWords[reason]({ host, origin, error: new AppError('unavailable', '', { reason }) }).title}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
