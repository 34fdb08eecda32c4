import { localStorageOf } from '../../client/index.ts';

const setting = 'ociscope:tree-width';

/** The width of the tree that a person chose, in pixels; 0 where none was. */
export function chosenWidth(window: Window): number {
  return Number(localStorageOf(window).read(setting) ?? 0);
}

export function storeWidth(window: Window, widthPx: number): void {
  localStorageOf(window).write(setting, String(widthPx));
}

export function applyWidth({ document }: Window, widthPx: number): void {
  if (widthPx > 0) document.documentElement.style.setProperty('--tree-width', `${widthPx}px`);
}
