/** A request to the app's registry: path and query. */
export interface TransportRequest {
  readonly url: string;
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly body?: string;
  /** In the place of a body, to a worker of this page alone: nothing of it is copied. */
  readonly file?: Blob;
  readonly signal?: AbortSignal | undefined;
}

/** Brings a request to the registry, wherever that runs, and its answer back. */
export type Transport = (request: TransportRequest) => Promise<Response>;
