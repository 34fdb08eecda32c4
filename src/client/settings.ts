import {
  credentialsUrl,
  type HostsAnswer,
  hostsUrl,
  hostTestUrl,
  type LogEntry,
  logUrl,
  type PlaceReport,
  reachUrl,
  type SignIn,
  type StoredSignIn,
} from '../api/index.ts';
import type { Client } from './contract.ts';

// What pages ask of sign-ins, hosts and the log. Their answers are the worker's own, of the same release.

/** The sign-ins that are kept, by host, without their passwords. */
export async function listSignIns(client: Client): Promise<readonly StoredSignIn[]> {
  return readSignIns(await client.ask({ url: credentialsUrl }));
}

/** From now on the host is asked as this person. Nothing is sent to the host by it. */
export async function signIn(client: Client, given: SignIn): Promise<readonly StoredSignIn[]> {
  return readSignIns(await client.ask({ url: credentialsUrl, method: 'POST', body: JSON.stringify(given) }));
}

export async function forgetSignIn(client: Client, host: string): Promise<readonly StoredSignIn[]> {
  return readSignIns(await client.ask({ url: credentialsUrl, method: 'POST', body: JSON.stringify({ forget: host }) }));
}

/** What is known of hosts, as in hosts.json. */
export async function readHosts(client: Client): Promise<HostsAnswer> {
  return (await client.ask({ url: hostsUrl })).json();
}

/** Sets a person's own entry of a host, or (null) forgets it. @throws AppError invalid_argument with what is wrong with it */
export async function setHost(client: Client, host: string, entry: unknown): Promise<HostsAnswer> {
  return (await client.ask({ url: hostsUrl, method: 'POST', body: JSON.stringify({ host, entry }) })).json();
}

/** Asks each place of a host whether it answers, mirrors first. */
export async function testHost(client: Client, host: string): Promise<readonly PlaceReport[]> {
  return (await (await client.ask({ url: hostTestUrl(host) })).json()).places;
}

/**
 * Asks an origin once in the name of this page, so that a browser that keeps the page from the local network asks the person
 * for access. Waits for the person. Whether anything answered.
 */
export async function askForAccess(client: Client, origin: string): Promise<boolean> {
  const { response, close } = await client.openDedicatedWorker({ url: reachUrl(origin) });
  try {
    return (await response.json()) === true;
  } finally {
    close();
  }
}

/** Whether anything answers at an origin: one request, without credentials and without CORS. */
export async function isReached(client: Client, origin: string, signal: AbortSignal): Promise<boolean> {
  return (await (await client.ask({ url: reachUrl(origin), signal })).json()) === true;
}

/** What the workers of this browser asked, answered and warned of, newest first. */
export async function readLog(client: Client): Promise<readonly LogEntry[]> {
  return (await (await client.ask({ url: logUrl })).json()).entries;
}

async function readSignIns(response: Response): Promise<readonly StoredSignIn[]> {
  return (await response.json()).credentials;
}
