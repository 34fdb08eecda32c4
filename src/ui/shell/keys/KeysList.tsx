import { paletteKey } from '../../actions/paletteKey.ts';
import parts from '../../kit/parts.module.css';
import { usePlatform } from '../../kit/usePlatform.ts';
import { shortcuts } from '../../messages/keys/shortcuts.ts';
import styles from './KeysList.module.css';

/** Lists the page's keyboard shortcuts. */
export function KeysList() {
  const { window } = usePlatform();
  return (
    <dl className={styles.keys}>
      {shortcuts.map(([name, effect]) => (
        <div key={name}>
          <dt>
            {(name === 'palette' ? paletteKey(window) : name).split(' ').map((part) => (
              <kbd key={part} className={parts.key}>
                {part}
              </kbd>
            ))}
          </dt>
          <dd>{effect}</dd>
        </div>
      ))}
    </dl>
  );
}
