import { useState } from 'react';
import { useActions } from '../actions/useActions.ts';
import { applyTheme, readTheme, type Theme, themes, writeTheme } from '../kit/theme.ts';
import { useEnvironment } from '../state/environment.ts';
import styles from './StatusLine.module.css';

const words: Readonly<Record<Theme, string>> = { system: 'system colours', light: 'light', dark: 'dark' };

/** Follows the system unless told otherwise; each press takes the next of the three. */
export function ThemeButton() {
  const { window } = useEnvironment();
  const [theme, setTheme] = useState(() => readTheme(window));
  const next = () => {
    const following = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
    writeTheme(window, following);
    applyTheme(window, following);
    setTheme(following);
  };
  useActions([{ id: 'colours', name: 'Change colours', fact: words[theme], staysOpen: true, run: next }]);
  return (
    <button type="button" className={styles.statusButton} onClick={next} aria-label={`Colours: ${words[theme]}`}>
      {words[theme]}
    </button>
  );
}
