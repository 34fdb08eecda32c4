/** What a page says to its service worker beside requests. */
export type ControlMessage =
  /** Take control of pages that have none: after a hard reload they are left without (docs/platform.md 8). */
  | { readonly type: 'claim' }
  /** Take over from the release that runs now. */
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
      /** In the place of a body: it goes by reference. */
      readonly file?: Blob;
    }
  /** One more piece of the body. */
  | { readonly type: 'pull'; readonly id: number }
  | { readonly type: 'cancel'; readonly id: number };

/** What the worker answers: the head at once, then one piece of the body a `pull`, the last one without bytes. */
export type WorkerAnswer =
  | {
      readonly type: 'head';
      readonly id: number;
      readonly status: number;
      readonly headers: readonly (readonly [string, string])[];
      /** The whole body, where it is short. */
      readonly bytes?: Uint8Array;
    }
  | { readonly type: 'piece'; readonly id: number; readonly bytes?: Uint8Array }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
