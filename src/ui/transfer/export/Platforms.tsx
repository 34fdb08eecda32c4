import type { ExportPlan } from '../../../api/index.ts';
import { formatSize } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { exportMessages, needText } from '../../messages/exportDialog.ts';
import styles from './exportDialog.module.css';

/** Chooses the platforms of an index to export. */
export function Platforms({
  platforms,
  more,
  chosen,
  onChoose,
}: {
  readonly platforms: ExportPlan['platforms'];
  /** Number of platforms that are not listed. */
  readonly more: number;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}) {
  const toggle = (platform: string, isOn: boolean) => {
    const next = new Set(chosen);
    if (isOn) next.add(platform);
    else next.delete(platform);
    onChoose(next);
  };
  const isAll = chosen.size === platforms.length;
  return (
    <fieldset className={styles.platforms}>
      <legend>{exportMessages.platforms}</legend>
      {platforms.length > 3 ? (
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={isAll}
            onChange={() => onChoose(new Set(isAll ? [] : platforms.map(({ platform }) => platform)))}
          />
          <span>{exportMessages.allPlatforms}</span>
        </label>
      ) : null}
      <div className={styles.choices}>
        {platforms.map(({ platform, ...need }) => (
          <label key={platform} className={styles.check}>
            <input
              type="checkbox"
              checked={chosen.has(platform)}
              onChange={({ target }) => toggle(platform, target.checked)}
            />
            <span>{platform}</span>
            <span className={parts.muted}>{needText(need)}</span>
            <span className={parts.number}>{need.total.bytes > 0 ? formatSize(need.total.bytes) : ''}</span>
          </label>
        ))}
      </div>
      {more > 0 ? <p className={parts.muted}>{exportMessages.morePlatforms(more)}</p> : null}
      {isAll ? null : <p className={parts.muted}>{exportMessages.somePlatforms}</p>}
    </fieldset>
  );
}
