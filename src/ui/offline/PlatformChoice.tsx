import type { Platform } from '../../oci/index.ts';
import parts from '../kit/parts.module.css';
import { useHostPlatforms } from '../state/useHostPlatforms.ts';
import { choosePlatform } from '../tree/platformVector.ts';
import styles from './OfflineDialog.module.css';

/** Which entries of an index: all, one's own, or those that are ticked. */
export function PlatformChoice({
  all,
  chosen,
  onChoose,
}: {
  readonly all: readonly string[];
  /** Undefined: all, also those that name none. */
  readonly chosen: readonly string[] | undefined;
  readonly onChoose: (platforms: readonly string[] | undefined) => void;
}) {
  const host = useHostPlatforms();
  const own = host && all[choosePlatform(all.map(readPlatform), host.platforms)];
  const toggle = (platform: string, isChosen: boolean) => {
    const before = chosen ?? all;
    // In the order of the index.
    const after = all.filter((each) => (each === platform ? isChosen : before.includes(each)));
    onChoose(after.length === all.length ? undefined : after);
  };
  return (
    <fieldset className={styles.choices}>
      <legend>Platforms</legend>
      <div className={styles.quick}>
        <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={() => onChoose(undefined)}>
          All {all.length}
        </button>
        {own ? (
          <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={() => onChoose([own])}>
            {own} alone, as this machine
          </button>
        ) : null}
      </div>
      <div className={styles.platforms}>
        {all.map((platform) => (
          <label key={platform} className={styles.choice}>
            <input
              type="checkbox"
              checked={chosen?.includes(platform) ?? true}
              onChange={({ target }) => toggle(platform, target.checked)}
            />
            <span className={parts.mono}>{platform}</span>
          </label>
        ))}
      </div>
      {chosen?.length === 0 ? (
        <p role="status" className={parts.warn}>
          Choose one platform at least.
        </p>
      ) : null}
    </fieldset>
  );
}

/** As `formatPlatform` wrote it. */
function readPlatform(text: string): Platform {
  const [os = '', architecture = '', variant] = text.split('/');
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}
