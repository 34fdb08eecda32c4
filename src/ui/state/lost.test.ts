import { describe, expect, it } from 'vitest';
import { AppError, type Reason } from '../../errors/index.ts';
import { createQueryClient } from './environment.ts';
import { lostOf, originOf, unreachedHosts } from './lost.ts';

describe('what a lost network keeps from being shown', () => {
  it('is what failed for it alone, with the origin to try', async () => {
    const queries = await failed([
      ['unreachable', { url: 'http://localhost:5000/v2/a/manifests/x', host: 'localhost:5000' }],
      ['unreachable', { url: 'http://localhost:5000/v2/a/blobs/y', host: 'localhost:5000' }],
      ['offline', { url: 'https://quay.io/v2/b/manifests/x', host: 'quay.io' }],
      ['not_found', { url: 'https://ghcr.io/v2/c/manifests/x', host: 'ghcr.io' }],
      ['offline', {}],
    ]);
    queries.setQueryData(['manifest', 'here'], 'something');
    const lost = lostOf(queries);
    expect(lost.map(({ queryKey }) => queryKey[1])).toEqual([0, 1, 2, 4]);
    expect(lost.map(originOf)).toEqual([
      'http://localhost:5000',
      'http://localhost:5000',
      'https://quay.io',
      undefined,
    ]);
  });

  it('names the hosts that did not answer, not those that could not be asked', async () => {
    const queries = await failed([
      ['unreachable', { url: 'http://localhost:5000/v2/a/manifests/x', host: 'localhost:5000' }],
      ['offline', { url: 'https://quay.io/v2/b/manifests/x', host: 'quay.io' }],
    ]);
    expect(unreachedHosts(queries)).toEqual(['localhost:5000']);
  });

  it('is not what a registry that answers breaks off', async () => {
    const url = 'http://localhost:5000/v2/a/manifests/x';
    const queries = await failed([['unreachable', { url, host: 'localhost:5000', found: 'cut' }]]);
    expect([lostOf(queries), unreachedHosts(queries)]).toEqual([[], []]);
  });

  it('is nothing where a failed address is none', async () => {
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
