import { hasCode } from '../errors/index.ts';
import { acceptFor } from './accept.ts';
import { Authorizer, type Sender } from './auth.ts';
import type { Credential } from './credentials.ts';
import type { Endpoint } from './endpoints.ts';
import type { Answer, TransportRequest } from './httpTransport.ts';

/** A credential to try, with the request to try it on. */
export interface NewSignIn {
  readonly endpoint: Endpoint;
  /** Below `/v2/`. */
  readonly path: string;
  readonly scope: string;
  readonly credential: Credential;
}

/**
 * Sends one request with a credential that is not stored. Returns true if the host accepts it: a request with it was answered, or
 * its token service issued a token. Returns false if the request is answered without any sign-in.
 *
 * @throws AppError unauthenticated or denied if the credential is refused; else as Authorizer
 */
export async function isSignInAccepted(
  transport: Sender,
  { endpoint, path, scope, credential }: NewSignIn,
  options: {
    readonly now: () => number;
    readonly origin: string | undefined;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<boolean> {
  const witness = new Witness(transport);
  const authorizer = new Authorizer(witness, { ...options, credentials: { of: async () => credential } });
  const headers = { accept: acceptFor(undefined)[0] ?? '' };
  try {
    const request = { url: `${endpoint.base}/v2/${path}`, headers, signal: options.signal };
    const answer = await authorizer.send(request, { endpoint, scope });
    if (answer.response.status === 403 && !witness.isAccepted) throw await answer.refusal();
    await answer.discard();
  } catch (error) {
    // The token service accepted the person, and the registry denies them this content.
    if (!(witness.isAccepted && hasCode(error, 'unauthenticated'))) throw error;
  }
  return witness.isAccepted;
}

/** Records whether a request with `Authorization` was accepted. */
class Witness implements Sender {
  isAccepted = false;
  readonly #transport: Sender;

  constructor(transport: Sender) {
    this.#transport = transport;
  }

  get secrets(): Sender['secrets'] {
    return this.#transport.secrets;
  }

  async send(request: TransportRequest): Promise<Answer> {
    const answer = await this.#transport.send(request);
    const { status } = answer.response;
    if ('authorization' in request.headers && status < 500 && ![401, 403, 429].includes(status)) this.isAccepted = true;
    return answer;
  }
}
