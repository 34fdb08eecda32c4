/** What a person gave to sign in at a host. It never stands in a URL, a log, an error or an export. */
export interface Credential {
  readonly username: string;
  readonly password: string;
  /** Origins beside the host's own that the person agreed to. */
  readonly realms: readonly string[];
}

export interface Credentials {
  /** Undefined where the person gave none for the host, or only for a session that is over. */
  of(host: string): Promise<Credential | undefined>;
}

/** The request that was refused, for a sign-in to be tried on. */
export interface SignInRequest {
  /** The host of the reference; another than the one that wants the sign-in where that is a mirror. */
  readonly registry: string;
  /** Below `/v2/`, escaped, with its query. */
  readonly path: string;
  /** In the words of token services. */
  readonly scope: string;
}

/** The `Authorization` header of HTTP Basic (RFC 7617), in UTF-8. */
export function basicAuthorization({ username, password }: Credential): string {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
}
