/** A message to the service worker that is not a request. */
export type ControlMessage =
  /** Take control of pages without a controller, such as after a hard reload (docs/platform.md 8). */
  | { readonly type: 'claim' }
  /** The page has drawn its first content, so the app's own files may be fetched now. */
  | { readonly type: 'drawn' }
  /** Take over from the active release. */
  | { readonly type: 'skip-waiting' };

/** A request to the registry of a worker that does not intercept the page's `fetch`: dedicated, or not in control yet. */
export type WorkerRequest =
  | {
      readonly type: 'request';
      readonly id: number;
      /** Path and query. */
      readonly url: string;
      readonly method: 'GET' | 'HEAD' | 'POST';
      readonly body?: string;
      /** Sent instead of a body, by reference. */
      readonly file?: Blob;
    }
  /** Requests the next piece of the body. */
  | { readonly type: 'pull'; readonly id: number }
  | { readonly type: 'cancel'; readonly id: number };

/** An answer of the worker: the head first, then one piece of the body per `pull`; the last piece has no bytes. */
export type WorkerAnswer =
  | {
      readonly type: 'head';
      readonly id: number;
      readonly status: number;
      readonly headers: readonly (readonly [string, string])[];
      /** The whole body, if it is short. */
      readonly bytes?: Uint8Array;
    }
  | { readonly type: 'piece'; readonly id: number; readonly bytes?: Uint8Array }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
