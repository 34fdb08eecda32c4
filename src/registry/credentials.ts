/** A person's credential for a host. It never occurs in a URL, a log, an error or an export. */
export interface Credential {
  readonly username: string;
  readonly password: string;
  /** Other origins that the person agreed to send it to. */
  readonly realms: readonly string[];
}

export interface Credentials {
  /** Returns the host's credential; undefined if it is absent or its session is over. */
  of(host: string): Promise<Credential | undefined>;
}

/** The refused request, which a new sign-in is tried on. */
export interface SignInRequest {
  /** The host of the reference; differs from the host that requires the sign-in if that is a mirror. */
  readonly registry: string;
  /** Below `/v2/`, escaped, with its query. */
  readonly path: string;
  /** Scope as token services define it. */
  readonly scope: string;
}

/** Returns the `Authorization` header of HTTP Basic (RFC 7617), in UTF-8. */
export function basicAuthorization({ username, password }: Credential): string {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
}
