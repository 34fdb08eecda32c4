import { type AnswerDetails, answerHeaders, formatCacheStatus, nextLink, safetyHeaders } from '../api/index.ts';
import type { Pulled, PulledNames } from '../distribution/index.ts';

/** Returns the answer to GET or HEAD of pulled content. */
export function respond(
  request: Request,
  pulled: Pulled,
  body: Uint8Array | ReadableStream<Uint8Array>,
  sizeBytes: number | undefined,
  range?: { readonly start: number; readonly end: number; readonly total: number | undefined },
): Response {
  const facts: AnswerDetails = { ...pulled, sizeBytes };
  const headers = { ...answerHeaders(facts), ...(range ? { 'Content-Range': formatRange(range) } : {}) };
  const isHead = request.method === 'HEAD';
  if (isHead && body instanceof ReadableStream) void body.cancel();
  return new Response(isHead ? null : (body as BodyInit), { status: range ? 206 : 200, headers });
}

/** Returns an answer of the app's own API as JSON. */
export function respondJson(value: unknown, headers: Readonly<Record<string, string>>): Response {
  return new Response(JSON.stringify(value), {
    headers: { 'Content-Type': 'application/json', 'Cache-Status': 'ociscope', ...headers },
  });
}

/**
 * Returns a page of names as the distribution-spec defines it, with a `Link` to the next one. Adds the number of invalid names, if
 * any (`dropped`), and the times when stored names were last seen, if the registry cannot be reached (`seen`).
 */
export function respondNames(
  list: Readonly<Record<string, unknown>>,
  { next, dropped, cache, seenAt }: PulledNames,
  urlOf: (last: string) => string,
): Response {
  const more = { ...(dropped > 0 ? { dropped } : {}), ...(seenAt ? { seen: Object.fromEntries(seenAt) } : {}) };
  return respondJson(
    { ...list, ...more },
    {
      ...safetyHeaders,
      'Cache-Status': formatCacheStatus(cache),
      ...(next === undefined ? {} : { Link: nextLink(urlOf(next)) }),
    },
  );
}

function formatRange({
  start,
  end,
  total,
}: {
  readonly start: number;
  readonly end: number;
  readonly total: number | undefined;
}): string {
  return `bytes ${start}-${end}/${total ?? '*'}`;
}
