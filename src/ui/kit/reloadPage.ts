import type { Client } from '../../client/index.ts';

/** Reloads the page, with the waiting release if there is one. */
export async function reloadPage({ updates }: Pick<Client, 'updates'>, window: Window): Promise<void> {
  await updates.apply();
  window.location.reload();
}
