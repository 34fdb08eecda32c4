import { describe, expect, it } from 'vitest';
import { AppError, type Reason } from '../../errors/index.ts';
import { createQueryClient } from './environment.ts';
import { lostOf, originOf, unreachedHosts } from './lost.ts';

describe('lostOf', () => {
  it('returns queries that failed for lack of a network, with the origin to probe', async () => {
    const queries = await failed([
      ['unreachable', { url: 'http://localhost:5000/v2/a/manifests/x', host: 'localhost:5000' }],
      ['unreachable', { url: 'http://localhost:5000/v2/a/blobs/y', host: 'localhost:5000' }],
      ['offline', { url: 'https://quay.io/v2/b/manifests/x', host: 'quay.io' }],
      ['not_found', { url: 'https://ghcr.io/v2/c/manifests/x', host: 'ghcr.io' }],
      ['offline', {}],
    ]);
    queries.setQueryData(['manifest', 'stored'], 'something');
    const lost = lostOf(queries);
    expect(lost.map(({ queryKey }) => queryKey[1])).toEqual([0, 1, 2, 4]);
    expect(lost.map(originOf)).toEqual([
      'http://localhost:5000',
      'http://localhost:5000',
      'https://quay.io',
      undefined,
    ]);
  });

  it('names hosts that did not answer, not those that were not requested offline', async () => {
    const queries = await failed([
      ['unreachable', { url: 'http://localhost:5000/v2/a/manifests/x', host: 'localhost:5000' }],
      ['offline', { url: 'https://quay.io/v2/b/manifests/x', host: 'quay.io' }],
    ]);
    expect(unreachedHosts(queries)).toEqual(['localhost:5000']);
  });

  it('ignores connections that a reachable registry closed', async () => {
    const url = 'http://localhost:5000/v2/a/manifests/x';
    const queries = await failed([['unreachable', { url, host: 'localhost:5000', found: 'cut' }]]);
    expect([lostOf(queries), unreachedHosts(queries)]).toEqual([[], []]);
  });

  it('has no origin or host for an invalid URL', async () => {
    const queries = await failed([['unreachable', { url: 'nonsense', host: 7 }]]);
    expect([lostOf(queries).map(originOf), unreachedHosts(queries)]).toEqual([[undefined], []]);
  });
});

async function failed(errors: readonly (readonly [Reason, Record<string, unknown>])[]) {
  const queries = createQueryClient();
  for (const [number, [reason, detail]] of errors.entries()) {
    await queries.prefetchQuery({
      queryKey: ['manifest', number],
      queryFn: () => Promise.reject(new AppError('unavailable', 'lost', { reason, detail })),
    });
  }
  return queries;
}
