import { type HostsAnswer, type PlaceReport, parseHostChange, parseSignIn, safetyHeaders } from '../api/index.ts';
import {
  formatHostEntry,
  type HostEntry,
  type HostsSource,
  type HostTester,
  type Keychain,
  parseHostEntry,
} from '../registry/index.ts';
import { readJson } from './requestBody.ts';
import { respondJson } from './respond.ts';

/** The person's settings: sign-ins and hosts. */
export interface Settings {
  readonly keychain: Keychain;
  readonly hosts: HostsSource;
  readonly tester: HostTester;
}

/**
 * Answers with the stored credentials, without passwords: `{"credentials":[…]}`. POST first removes one, or stores one that its
 * host accepts.
 *
 * @throws AppError unauthenticated or permission_denied if the host rejects it
 */
export async function answerCredentials({ keychain, tester }: Settings, request: Request): Promise<Response> {
  if (request.method === 'POST') {
    const asked = parseSignIn(await readJson(request));
    if ('forget' in asked) await keychain.forget(asked.forget);
    else if (await tester.trySignIn(asked.host, asked, asked.request, { signal: request.signal })) {
      const { request: _tried, ...credential } = asked;
      await keychain.save(credential);
    }
  }
  return respondJson({ credentials: await keychain.list() }, safetyHeaders);
}

/** Answers with the settings of hosts. POST first sets or removes a person's own entry for one. */
export async function answerHosts({ hosts }: Settings, request: Request): Promise<Response> {
  if (request.method === 'POST') {
    const { host, entry } = parseHostChange(await readJson(request));
    await hosts.set(host, entry === null ? undefined : parseHostEntry(host, entry));
  }
  const { file, own, fault } = await hosts.get();
  const answer: HostsAnswer = {
    listed: entriesOf(file.hosts),
    own: entriesOf(own),
    ...(file.gateway === undefined ? {} : { gateway: file.gateway }),
    ...(fault === undefined ? {} : { fault }),
  };
  return respondJson(answer, safetyHeaders);
}

/** Tests each endpoint of a host and answers `{"places":[{"base","durationMs","error"?}]}`, mirrors first. */
export async function answerHostTest({ tester }: Settings, request: Request, host: string): Promise<Response> {
  const results = await tester.test(host, { signal: request.signal });
  const places = results.map(({ base, durationMs, error }): PlaceReport => {
    const said = error && { message: error.message, reason: error.reason ?? 'internal' };
    return { base, durationMs: Math.round(durationMs), ...(said ? { error: said } : {}) };
  });
  return respondJson({ places }, safetyHeaders);
}

/** Answers `true` or `false`: whether anything answers at an origin. */
export async function answerReach({ tester }: Settings, { signal }: Request, origin: string): Promise<Response> {
  return respondJson(await tester.isReached(origin, { signal }), safetyHeaders);
}

function entriesOf(hosts: ReadonlyMap<string, HostEntry>): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...hosts].map(([host, entry]) => [host, formatHostEntry(entry)]));
}
