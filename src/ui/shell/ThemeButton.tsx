import { useState } from 'react';
import { useActions } from '../actions/useActions.ts';
import { applyTheme, readTheme, type Theme, themes, writeTheme } from '../kit/theme.ts';
import { themeMessages } from '../messages/shell.ts';
import { useEnvironment } from '../state/environment.ts';
import styles from './StatusLine.module.css';

/** Switches between the system theme, light and dark. */
export function ThemeButton() {
  const { window } = useEnvironment();
  const [theme, setTheme] = useState(() => readTheme(window));
  const use = (chosen: Theme) => {
    writeTheme(window, chosen);
    applyTheme(window, chosen);
    setTheme(chosen);
  };
  const next = () => use(themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system');
  const others = themes.filter((each) => each !== theme);
  useActions([
    { id: 'theme', name: themeMessages.change, fact: theme, staysOpen: true, run: next },
    ...others.map((each) => ({ id: `theme ${each}`, name: themeMessages.use(each), run: () => use(each) })),
  ]);
  return (
    <button type="button" className={styles.statusButton} onClick={next}>
      {themeMessages.current(theme)}
    </button>
  );
}
