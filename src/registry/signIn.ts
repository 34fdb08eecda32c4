import { hasCode } from '../errors/index.ts';
import { acceptFor } from './accept.ts';
import { Authorizer, type Sender } from './auth.ts';
import type { Credential } from './credentials.ts';
import type { Endpoint } from './endpoints.ts';
import type { Answer, TransportRequest } from './transport.ts';

/** A sign-in that has not been used yet. */
export interface NewSignIn {
  readonly endpoint: Endpoint;
  /** Below `/v2/`. */
  readonly path: string;
  readonly scope: string;
  readonly credential: Credential;
}

/**
 * Sends one request with a credential that is stored nowhere. Returns whether the host knows it: a request with it was answered, or
 * its token service issued a token. False if the request is answered without any sign-in.
 *
 * @throws AppError unauthenticated or denied where the credential is refused; else as Authorizer
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
    // The token service knows the person, and the registry does not let them read this.
    if (!(witness.isAccepted && hasCode(error, 'unauthenticated'))) throw error;
  }
  return witness.isAccepted;
}

/** Notes whether a request with `Authorization` was answered by someone who accepts it. */
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
