import type { Client } from '../../client/index.ts';

/** Loads the page anew, with the release that waits, where one does. */
export async function reloadPage({ updates }: Pick<Client, 'updates'>, window: Window): Promise<void> {
  await updates.apply();
  window.location.reload();
}
