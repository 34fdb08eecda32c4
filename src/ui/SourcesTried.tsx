import type { AppError } from '../errors/index.ts';
import styles from './ErrorPanel.module.css';
import { useEnvironment } from './environment.ts';
import { errorWords } from './errorWords.ts';
import { triedSources } from './triedSources.ts';

/** Which repositories were asked for a bare digest, and what each said; nothing where none was. `level`: of its heading. */
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
            <dd>{errorWords[reason]({ host, origin, error }).title}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
