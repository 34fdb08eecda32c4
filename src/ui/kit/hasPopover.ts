/** Reports whether the browser has popovers. Without them the menu opens and closes with its button and Escape only. */
export function hasPopover({ document }: Window): boolean {
  return 'showPopover' in document.body;
}
