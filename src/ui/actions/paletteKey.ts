/** Whether the command keys of this machine are those of a Mac. */
export function isMac({ navigator }: Window): boolean {
  return /^(Mac|iP)/.test(navigator.platform);
}

/** Ctrl K; on a Mac, where that deletes to the end of the line, Cmd K. */
export function isPaletteKey(window: Window, { key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key === 'k' && !altKey && (isMac(window) ? metaKey : ctrlKey);
}

export function paletteKey(window: Window): string {
  return isMac(window) ? '⌘K' : 'Ctrl K';
}
