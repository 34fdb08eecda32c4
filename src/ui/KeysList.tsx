import { useEnvironment } from './environment.ts';
import styles from './KeysList.module.css';
import { paletteKey } from './paletteKey.ts';
import parts from './parts.module.css';

const keys: readonly (readonly [string, string])[] = [
  ['/', 'Go to the address box'],
  ['palette', 'Find a node or an image, and everything that can be done'],
  ['↑ ↓', 'Move in the tree'],
  ['← →', 'Close and open a row, go to its parent and into it'],
  ['Home End', 'First and last row'],
  ['*', 'Open all rows beside this one'],
  ['a … z', 'Go to the row that begins with what you type'],
  ['Enter', 'Show the row'],
  ['[ ]', 'Tab before and after'],
  ['c', 'Copy the digest'],
  ['y', 'Copy the link'],
  ['Esc', 'Back'],
  ['?', 'These keys'],
];

/** The keys of the page and what they do, as the content of a dialog. */
export function KeysList() {
  const { window } = useEnvironment();
  return (
    <form method="dialog">
      <h2 id="keys">Keys</h2>
      <dl className={styles.keys}>
        {keys.map(([name, what]) => (
          <div key={name}>
            <dt>
              {(name === 'palette' ? paletteKey(window) : name).split(' ').map((part) => (
                <kbd key={part} className={parts.key}>
                  {part}
                </kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <button type="submit" className={parts.button}>
        Close
      </button>
    </form>
  );
}
