/**
 * Returns an answer's `Retry-After` in milliseconds: given in seconds, or as a date relative to the answer's `Date` (RFC 9110
 * §10.2.3). Undefined if it is absent or malformed, or CORS hides one of the two headers.
 */
export function retryAfterMs({ headers }: Response): number | undefined {
  const stated = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(stated)) return Number(stated) * 1000;
  const [until, now] = [parseHttpDate(stated), parseHttpDate(headers.get('date') ?? '')];
  return Number.isFinite(until - now) ? Math.max(0, until - now) : undefined;
}

const httpDate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Parses an IMF-fixdate (RFC 9110 §5.6.7) only: `Date.parse` alone reads "1.5" as a day in 2001. */
function parseHttpDate(text: string): number {
  return httpDate.test(text) ? Date.parse(text) : Number.NaN;
}
