/** Tells whether the browser has popovers. Without them the menu opens and closes by its button and Escape alone. */
export function hasPopover({ document }: Window): boolean {
  return 'showPopover' in document.body;
}
