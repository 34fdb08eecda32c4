import { describe, expect, it } from 'vitest';
import { createPullThroughStage, imageFixture } from '../testing/index.ts';
import { answerKeepWhole } from './keepWholeRoute.ts';

const repository = { host: 'docker.io', name: 'library/alpine' };

describe('an image that is kept', () => {
  it('is measured, or kept, in lines; its config lacks', async () => {
    const stage = createPullThroughStage();
    const { digest, bytes } = await imageFixture();
    stage.registry.put(repository, digest, bytes);
    const linesOf = async (isMeasured: boolean, method = 'POST') => {
      const route = { repository, digest, isMeasured, layers: true, referrers: true };
      const answer = answerKeepWhole(stage.keeper, new Request('http://localhost/', { method }), route, () => 0);
      return (await answer.text())
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    };
    expect(await linesOf(true)).toMatchObject([
      { read: 1 },
      { measured: { documents: { count: 2, hereCount: 1 }, layers: { count: 0 }, platforms: [] } },
    ]);
    expect(await linesOf(false)).toMatchObject([
      { read: 1 },
      { lacking: { role: 'config', error: { detail: { reason: 'not_found' } } } },
      { kept: true, failed: 1 },
    ]);
    await expect(linesOf(false, 'GET')).rejects.toMatchObject({ code: 'not_implemented' });
  });
});
