import type { Digest } from './digest.ts';

/** A named reference, normalised: `docker.io/library/alpine` is domain `docker.io`, path `library/alpine`. */
export interface NamedReference {
  readonly domain: string;
  readonly path: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

/** What `parseReference` gives: a named reference, or a bare digest. */
export type Reference =
  | NamedReference
  | { readonly domain?: undefined; readonly path?: undefined; readonly digest: Digest };
