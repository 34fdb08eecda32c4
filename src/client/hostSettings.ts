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

// Requests about sign-ins, hosts and the log. Answers are not validated: they come from the worker of the same release.

/** Lists the stored sign-ins, without passwords. */
export async function listSignIns(client: Client): Promise<readonly StoredSignIn[]> {
  return readSignIns(await client.ask({ url: credentialsUrl }));
}

/** Stores a sign-in if its host accepts it. Returns all stored sign-ins. @throws AppError if the host rejects it */
export async function signIn(client: Client, given: SignIn): Promise<readonly StoredSignIn[]> {
  return readSignIns(await client.ask({ url: credentialsUrl, method: 'POST', body: JSON.stringify(given) }));
}

export async function forgetSignIn(client: Client, host: string): Promise<readonly StoredSignIn[]> {
  return readSignIns(await client.ask({ url: credentialsUrl, method: 'POST', body: JSON.stringify({ forget: host }) }));
}

/** Returns the settings of hosts, in the form of hosts.json. */
export async function readHosts(client: Client): Promise<HostsAnswer> {
  return (await client.ask({ url: hostsUrl })).json();
}

/** Sets a person's own entry for a host; null removes it. @throws AppError invalid_argument with the error in the entry */
export async function setHost(client: Client, host: string, entry: unknown): Promise<HostsAnswer> {
  return (await client.ask({ url: hostsUrl, method: 'POST', body: JSON.stringify({ host, entry }) })).json();
}

/** Tests each endpoint of a host, mirrors first. */
export async function testHost(client: Client, host: string): Promise<readonly PlaceReport[]> {
  return (await (await client.ask({ url: hostTestUrl(host) })).json()).places;
}

/**
 * Sends one request to an origin on behalf of the page, so that the browser prompts for local network access. Waits for the
 * person's answer. Returns whether the origin answered.
 */
export async function askForAccess(client: Client, origin: string): Promise<boolean> {
  const { response, close } = await client.openDedicatedWorker({ url: reachUrl(origin) });
  try {
    return (await response.json()) === true;
  } finally {
    close();
  }
}

/** Reports whether an origin answers, with one request without credentials and without CORS. */
export async function isReached(client: Client, origin: string, signal: AbortSignal): Promise<boolean> {
  return (await (await client.ask({ url: reachUrl(origin), signal })).json()) === true;
}

/** Returns the log of this browser's workers, newest first. */
export async function readLog(client: Client): Promise<readonly LogEntry[]> {
  return (await (await client.ask({ url: logUrl })).json()).entries;
}

async function readSignIns(response: Response): Promise<readonly StoredSignIn[]> {
  return (await response.json()).credentials;
}
