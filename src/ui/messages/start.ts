/** The notice in place of a part of the app whose script failed to load. */
export const incompleteMessages = {
  title: 'The app didn’t finish loading',
  next: 'Reload when you’re back online. If it keeps happening, check whether something blocks scripts.',
  reload: 'Reload',
} as const;
