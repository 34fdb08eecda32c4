import {
  blobUrl,
  headerNames,
  manifestUrl,
  parseCacheStatus,
  parseErrorAnswer,
  presentUrl,
  readRecord,
  storageUrl,
} from '../api/index.ts';
import { AppError, asAppError, reasons } from '../errors/index.ts';
import type { Repository } from '../oci/index.ts';
import { asMediaType, chunksOf, joinChunks, maxManifestBytes, parseDigest } from '../oci/index.ts';
import type { ClientEnvironment } from './clientEnvironment.ts';
import { Connection } from './connection.ts';
import type { Client, Fetched } from './contract.ts';
import type { Transport, TransportRequest } from './transport.ts';

/** Creates the page's client. Registers the service worker immediately; requests wait until a worker can answer. */
export function createClient(environment: ClientEnvironment): Client {
  const connection = new Connection(environment);

  async function ask(
    request: TransportRequest,
    send: Transport = (request) => connection.send(request),
  ): Promise<Response> {
    try {
      const response = await send(request);
      if (!response.ok) throw parseErrorAnswer(response.status, await response.text());
      return response;
    } catch (error) {
      throw asAppError(error);
    }
  }

  async function askJson(request: TransportRequest): Promise<Readonly<Record<string, unknown>>> {
    return readRecord(await (await ask(request)).json());
  }

  return {
    mode: connection.mode,
    updates: connection.updates,
    drawn: () => void connection.drawn(),
    ask: (request) => ask(request),
    openDedicatedWorker: async (request) => {
      const { send, close } = connection.openDedicatedWorker();
      try {
        return { response: await ask(request, send), close };
      } catch (error) {
        close();
        throw error;
      }
    },
    manifest: async (where, reference, { signal } = {}) =>
      readFetched(await ask({ url: manifestUrl(where, reference), signal })),
    blob: async (where, digest, { signal } = {}) =>
      readFetched(await ask({ url: blobUrl(where, digest, true), signal })),
    present: async (digests, { signal } = {}) => {
      const { present } = await askJson({ url: presentUrl, method: 'POST', body: JSON.stringify(digests), signal });
      return new Set(readStrings(present));
    },
    storage: async () => {
      const { usedBytes, quotaBytes } = await askJson({ url: storageUrl });
      return typeof usedBytes === 'number' && typeof quotaBytes === 'number' ? { usedBytes, quotaBytes } : undefined;
    },
  };
}

async function readFetched(response: Response): Promise<Fetched> {
  const { headers } = response;
  const { hit = false, stored = false, detail } = parseCacheStatus(headers.get('cache-status')) ?? {};
  const source = readWhere(headers.get(headerNames.source));
  const storedAt = headers.get(headerNames.storedAt);
  const tagSeenAt = headers.get(headerNames.tagSeenAt);
  const staleReason = reasons.find((reason) => reason === headers.get(headerNames.staleReason));
  const digest = parseDigest(headers.get('docker-content-digest') ?? '');
  return {
    bytes: await readWhole(response, digest),
    digest,
    mediaType: asMediaType(headers.get('content-type') ?? ''),
    cache: { hit, stored, ...(detail === undefined ? {} : { detail }) },
    ...(source ? { source } : {}),
    ...(storedAt === null ? {} : { storedAt: new Date(storedAt) }),
    ...(tagSeenAt === null ? {} : { tagSeenAt: new Date(tagSeenAt) }),
    ...(staleReason ? { staleReason } : {}),
  };
}

/** Parses `host/name`; the host has no slash, the name may. */
function readWhere(text: string | null): Repository | undefined {
  const slash = text?.indexOf('/') ?? -1;
  return text === null || slash < 0 ? undefined : { host: text.slice(0, slash), name: text.slice(slash + 1) };
}

/** Buffers at most `maxManifestBytes`. The worker states the length if it knows it. */
async function readWhole(response: Response, digest: string): Promise<Uint8Array> {
  const stated = response.headers.get('content-length');
  if (stated !== null && Number(stated) <= maxManifestBytes) return new Uint8Array(await response.arrayBuffer());
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of response.body ? chunksOf(response.body) : []) {
    size += chunk.length;
    if (size > maxManifestBytes || Number(stated ?? 0) > maxManifestBytes) throw tooLarge(digest);
    chunks.push(chunk);
  }
  return joinChunks(chunks);
}

function tooLarge(digest: string): AppError {
  return new AppError('resource_exhausted', `"${digest}" is larger than ${maxManifestBytes} bytes`, {
    reason: 'too_large',
    detail: { digest, limitBytes: maxManifestBytes },
  });
}

function readStrings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
