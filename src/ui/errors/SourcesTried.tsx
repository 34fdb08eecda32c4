import { AppError } from '../../errors/index.ts';
import { errorPanelMessages, errorTexts } from '../messages/errors.ts';
import { triedSources } from '../messages/triedSources.ts';
import { useEnvironment } from '../state/environment.ts';
import styles from './ErrorPanel.module.css';

/** Lists the repositories tried for a digest and why each failed; renders nothing if none was. `level` is that of the heading. */
export function SourcesTried({ error, level }: { readonly error: AppError; readonly level: 2 | 3 }) {
  const { origin } = useEnvironment().window.location;
  const tried = triedSources(error) ?? [];
  if (tried.length === 0) return null;
  const Title = `h${level}` as const;
  return (
    <section className={styles.checks}>
      <Title>{errorPanelMessages.triedSources}</Title>
      <dl>
        {tried.map(({ host, name, reason }) => (
          <div key={`${host}/${name}`}>
            <dt>{`${host}/${name}`}</dt>
            <dd>{errorTexts[reason]({ host, origin, error: new AppError('unavailable', '', { reason }) }).title}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
