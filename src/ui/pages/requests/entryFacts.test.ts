import { expect, it } from 'vitest';
import { entryNotes, entryStatus, entryTarget } from './entryFacts.ts';

const sent = {
  kind: 'sent',
  atMs: 0,
  method: 'GET',
  url: 'https://ghcr.io/token?scope=a',
  durationMs: 1,
  attempt: 2,
  preflight: true,
  authorized: true,
  error: 'cut',
} as const;

it('describes a request by its host, notes and status', () => {
  expect(entryTarget(sent)).toEqual({ host: 'ghcr.io', path: 'GET /token?scope=a' });
  expect(entryStatus(sent)).toEqual({ text: 'failed', isBad: true });
  expect(entryNotes(sent)).toEqual(['CORS preflight', 'authenticated', 'attempt 2', 'cut']);
  expect(entryStatus({ ...sent, status: 304 })).toEqual({ text: '304', isBad: false });
});

it('describes a response by its cache status and a warning by its text', () => {
  const answered = { kind: 'answered', atMs: 0, method: 'GET', url: '/v2/a', status: 404, durationMs: 1 } as const;
  expect(entryNotes({ ...answered, cacheStatus: 'ociscope; fwd=miss; stored' })).toEqual(['fwd=miss; stored']);
  expect(entryNotes({ ...answered, cacheStatus: 'ociscope' })).toEqual(['']);
  expect(entryStatus({ ...answered, cacheStatus: '' })).toEqual({ text: '404', isBad: true });
  const warning = { kind: 'warning', atMs: 0, text: 'careful' } as const;
  expect([entryTarget(warning), entryStatus(warning), entryNotes(warning)]).toEqual([
    { host: '', path: 'careful' },
    { text: 'warning', isBad: false },
    [],
  ]);
});
