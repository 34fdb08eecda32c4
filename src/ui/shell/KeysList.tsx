import { paletteKey } from '../actions/paletteKey.ts';
import parts from '../kit/parts.module.css';
import { usePlatform } from '../kit/platform.ts';
import styles from './KeysList.module.css';

const keys: readonly (readonly [string, string])[] = [
  ['/', 'Go to the address box'],
  ['palette', 'Search nodes, images and actions'],
  ['↑ ↓', 'Move in the tree'],
  ['← →', 'Collapse or expand a row; go to its parent or first child'],
  ['Home End', 'First and last row'],
  ['*', 'Expand all rows at this level'],
  ['a … z', 'Go to the next row that starts with the typed letters'],
  ['Enter', 'Show the row in the pane'],
  ['[ ]', 'Previous and next view'],
  ['c', 'Copy digest'],
  ['y', 'Copy link'],
  ['Esc', 'Back'],
  ['?', 'Keyboard shortcuts'],
];

/** Lists the page's keyboard shortcuts. */
export function KeysList() {
  const { window } = usePlatform();
  return (
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
  );
}
