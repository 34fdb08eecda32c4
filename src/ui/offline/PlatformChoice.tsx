import type { Platform } from '../../oci/index.ts';
import parts from '../kit/parts.module.css';
import { offlineMessages } from '../messages/offline.ts';
import { useHostPlatforms } from '../state/useHostPlatforms.ts';
import { choosePlatform } from '../tree/platformVector.ts';
import styles from './OfflineDialog.module.css';

/** Chooses the platforms of an index: all, this device's, or a selection. */
export function PlatformChoice({
  all,
  chosen,
  onChoose,
}: {
  readonly all: readonly string[];
  /** Undefined for all entries, including those without a platform. */
  readonly chosen: readonly string[] | undefined;
  readonly onChoose: (platforms: readonly string[] | undefined) => void;
}) {
  const host = useHostPlatforms();
  const own = host && all[choosePlatform(all.map(readPlatform), host.platforms)];
  const toggle = (platform: string, isChosen: boolean) => {
    const before = chosen ?? all;
    // Keeps the order of the index.
    const after = all.filter((each) => (each === platform ? isChosen : before.includes(each)));
    onChoose(after.length === all.length ? undefined : after);
  };
  return (
    <fieldset className={styles.choices}>
      <legend>{offlineMessages.platforms}</legend>
      <div className={styles.quick}>
        <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={() => onChoose(undefined)}>
          {offlineMessages.allPlatforms(all.length)}
        </button>
        {own ? (
          <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={() => onChoose([own])}>
            {offlineMessages.ownPlatform(own)}
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
          {offlineMessages.noPlatform}
        </p>
      ) : null}
    </fieldset>
  );
}

/** Parses the output of `formatPlatform`. */
function readPlatform(text: string): Platform {
  const [os = '', architecture = '', variant] = text.split('/');
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}
