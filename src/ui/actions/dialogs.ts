import { createContext, useContext } from 'react';
import type { Where } from '../../client/index.ts';
import { createStore } from '../kit/createStore.ts';
import type { OfflineTarget } from '../saved/offlineTarget.ts';
import type { ExportSubject } from './exportSubject.ts';

/** What is shared: the image that is open and the node that is selected. */
export interface ShareOptions {
  readonly origin: string;
  readonly where: Where | undefined;
  /** Of the root of the tree. */
  readonly digest: string;
  /** `docker.io/library/alpine:3.20`; '' where it was opened by its digest. */
  readonly tag: string;
  /** Path of the selected node. */
  readonly select: string;
}

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
