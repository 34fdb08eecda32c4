import { type AnswerDetails, answerHeaders, formatCacheStatus, nextLink, safetyHeaders } from '../api/index.ts';
import type { Pulled, PulledNames } from '../distribution/index.ts';

/** The answer to a GET or HEAD of what was pulled. */
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

/** The app's own answers: JSON, as safe to open as the registry's. */
export function respondJson(value: unknown, headers: Readonly<Record<string, string>>): Response {
  return new Response(JSON.stringify(value), {
    headers: { 'Content-Type': 'application/json', 'Cache-Status': 'ociscope', ...headers },
  });
}

/**
 * A page of names as the distribution-spec has it, with a `Link` to the one after. Beside it, where they are: how many
 * entries the registry gave that are no names (`dropped`), and when each was seen here (`seen`), where it cannot be asked.
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
