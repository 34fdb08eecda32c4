import { useState } from 'react';
import { useActions } from '../actions/useActions.ts';
import { applyTheme, readTheme, themes, writeTheme } from '../kit/theme.ts';
import { themeMessages } from '../messages/shell.ts';
import { useEnvironment } from '../state/environment.ts';
import styles from './StatusLine.module.css';

/** Switches between the system theme, light and dark. */
export function ThemeButton() {
  const { window } = useEnvironment();
  const [theme, setTheme] = useState(() => readTheme(window));
  const next = () => {
    const following = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
    writeTheme(window, following);
    applyTheme(window, following);
    setTheme(following);
  };
  useActions([{ id: 'theme', name: themeMessages.change, fact: theme, staysOpen: true, run: next }]);
  return (
    <button type="button" className={styles.statusButton} onClick={next}>
      {themeMessages.current(theme)}
    </button>
  );
}
