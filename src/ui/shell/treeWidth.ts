import { localStorageOf } from '../../client/index.ts';

const setting = 'ociscope:settings:tree-width';

/** Returns the stored width of the tree in pixels; 0 if none is stored. */
export function readWidth(window: Window): number {
  return Number(localStorageOf(window).read(setting) ?? 0);
}

export function writeWidth(window: Window, widthPx: number): void {
  localStorageOf(window).write(setting, String(widthPx));
}

export function applyWidth({ document }: Window, widthPx: number): void {
  if (widthPx > 0) document.documentElement.style.setProperty('--tree-width', `${widthPx}px`);
}
