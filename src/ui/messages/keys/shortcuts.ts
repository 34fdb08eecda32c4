/** Each key, or keys separated by spaces, with what it does. `palette` is replaced by the palette's own shortcut. */
export const shortcuts: readonly (readonly [keys: string, effect: string])[] = [
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
