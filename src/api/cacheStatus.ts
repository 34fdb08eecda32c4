/** The role of the worker's cache in an answer, as in the `Cache-Status` header (RFC 9211). */
export interface CacheStatus {
  readonly hit: boolean;
  readonly stored: boolean;
  readonly detail?: string;
}

const cacheName = 'ociscope';

/** Detail for content in a store that is lost when the worker stops; it counts as not stored. */
const memoryDetail = 'memory';

/** Returns the status of an answer whose store is in memory. */
export function withoutStored(status: CacheStatus): CacheStatus {
  return { ...status, stored: false, detail: status.detail ?? memoryDetail };
}

/** Returns `ociscope; hit` or `ociscope; fwd=miss; stored`, with `detail=` as a token if possible, else as a string (RFC 8941). */
export function formatCacheStatus({ hit, stored, detail }: CacheStatus): string {
  const parameters = hit ? ['hit'] : ['fwd=miss', ...(stored ? ['stored'] : [])];
  if (detail !== undefined)
    parameters.push(`detail=${/^[A-Za-z*][\w!#$%&'*+.^`|~:/-]*$/.test(detail) ? detail : quote(detail)}`);
  return [cacheName, ...parameters].join('; ');
}

/** Parses the header; undefined if it is missing or from another cache, so the answer is not from the worker. */
export function parseCacheStatus(header: string | null): CacheStatus | undefined {
  if (header === null) return undefined;
  const [name, ...parameters] = header.match(/(?:"(?:\\.|[^"\\])*"|[^;"])+/g)?.map((part) => part.trim()) ?? [];
  if (name !== cacheName) return undefined;
  const hit = parameters.includes('hit');
  const text = parameters.find((parameter) => parameter.startsWith('detail='))?.slice('detail='.length);
  const detail = text === undefined ? undefined : unquote(text);
  return {
    hit,
    stored: (hit && detail !== memoryDetail) || parameters.includes('stored'),
    ...(detail === undefined ? {} : { detail }),
  };
}

function quote(text: string): string {
  return `"${text.replace(/[^\x20-\x7e]/g, '?').replace(/["\\]/g, '\\$&')}"`;
}

function unquote(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;
}
