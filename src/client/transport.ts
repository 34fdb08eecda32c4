/** A request to the app's registry: path and query. */
export interface TransportRequest {
  readonly url: string;
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly body?: string;
  /** Sent instead of a body, to a dedicated worker only; it is not copied. */
  readonly file?: Blob;
  readonly signal?: AbortSignal | undefined;
}

/** Sends a request to the worker's registry and returns its answer. */
export type Transport = (request: TransportRequest) => Promise<Response>;
