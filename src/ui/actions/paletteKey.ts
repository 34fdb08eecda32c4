/** Reports whether this device uses the command keys of a Mac. */
export function isMac({ navigator }: Window): boolean {
  return /^(Mac|iP)/.test(navigator.platform);
}

/** Reports whether an event is Ctrl K, or Cmd K on a Mac, where Ctrl K deletes to the end of the line. */
export function isPaletteKey(window: Window, { key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key === 'k' && !altKey && (isMac(window) ? metaKey : ctrlKey);
}

export function paletteKey(window: Window): string {
  return isMac(window) ? '⌘K' : 'Ctrl K';
}
