import { localStorageOf } from '../../client/index.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const setting = 'ociscope:settings:theme';

export function readTheme(window: Window): Theme {
  const stored = localStorageOf(window).read(setting);
  return themes.find((theme) => theme === stored) ?? 'system';
}

export function writeTheme(window: Window, theme: Theme): void {
  localStorageOf(window).write(setting, theme);
}

/** Applies the theme to the document. Also called before the first render, so that nothing flashes. */
export function applyTheme(window: Window, theme: Theme): void {
  const { dataset } = window.document.documentElement;
  if (theme === 'system') delete dataset.theme;
  else dataset.theme = theme;
}
