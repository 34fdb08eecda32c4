/**
 * How long an answer asks to be left alone: `Retry-After` in seconds, or as a date against the answer's own (RFC 9110
 * §10.2.3). Undefined where there is none, it is neither, or CORS hides one of the two.
 */
export function retryAfterMs({ headers }: Response): number | undefined {
  const stated = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(stated)) return Number(stated) * 1000;
  const [until, now] = [Date.parse(stated), Date.parse(headers.get('date') ?? '')];
  return Number.isFinite(until - now) ? Math.max(0, until - now) : undefined;
}
