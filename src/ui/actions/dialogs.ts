import { createContext, useContext } from 'react';
import type { Repository } from '../../oci/index.ts';
import { createStore } from '../kit/createStore.ts';
import type { OfflineTarget } from '../saved/offlineTarget.ts';
import type { ExportSubject } from './exportSubject.ts';

/** The image and the selected node to share. */
export interface ShareOptions {
  readonly origin: string;
  readonly repository: Repository | undefined;
  /** Digest of the tree's root. */
  readonly digest: string;
  /** `docker.io/library/alpine:3.20`; '' if the image was opened by its digest. */
  readonly tag: string;
  /** Path of the selected node. */
  readonly select: string;
}

/** A dialog of an image that an action opens. The host in the page's frame renders it. */
export type DialogRequest =
  | { readonly kind: 'export'; readonly subject: ExportSubject }
  /** Saves the bytes of one blob; `size` in bytes, as its descriptor states it. */
  | { readonly kind: 'save'; readonly subject: ExportSubject; readonly size: bigint | undefined }
  | { readonly kind: 'share'; readonly options: ShareOptions; readonly title: string }
  | { readonly kind: 'offline'; readonly target: OfflineTarget };

/** The dialog that is open. */
export const DialogContext = createContext(createStore<DialogRequest | undefined>(undefined));

/** Returns the function that opens a dialog. It outlives the menu or palette that calls it. */
export function useOpenDialog(): (request: DialogRequest) => void {
  return useContext(DialogContext).set;
}
