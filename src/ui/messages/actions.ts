/** Labels of the palette's key. */
export const paletteKeyMessages = { mac: '⌘K', other: 'Ctrl K' };
