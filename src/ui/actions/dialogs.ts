import { createContext, useContext } from 'react';
import { createStore } from '../kit/createStore.ts';
import type { OfflineTarget } from '../saved/offlineTarget.ts';
import type { ShareOptions } from '../transfer/share/shareLinks.ts';
import type { ExportSubject } from './exportSubject.ts';

/** A dialog of an image that an action opens. The host in the page's frame renders it. */
export type DialogRequest =
  | { readonly kind: 'export'; readonly subject: ExportSubject }
  /** Saves the bytes of one blob; `size` in bytes, as its descriptor states it. */
  | { readonly kind: 'save'; readonly subject: ExportSubject; readonly size: bigint | undefined }
  | { readonly kind: 'share'; readonly asked: ShareOptions; readonly title: string }
  | { readonly kind: 'offline'; readonly target: OfflineTarget };

/** The dialog that is open. */
export const DialogContext = createContext(createStore<DialogRequest | undefined>(undefined));

/** Returns the function that opens a dialog. It outlives the menu or palette that calls it. */
export function useOpenDialog(): (request: DialogRequest) => void {
  return useContext(DialogContext).set;
}
