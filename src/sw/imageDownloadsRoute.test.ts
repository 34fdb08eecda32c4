import { describe, expect, it } from 'vitest';
import type { WholePurpose } from '../api/index.ts';
import { createPullThroughStage, imageFixture } from '../testing/index.ts';
import { answerDownloadImage } from './imageDownloadsRoute.ts';

const repository = { host: 'docker.io', name: 'library/alpine' };

describe('answerDownloadImage', () => {
  it('measures or downloads an image, and reports its missing config', async () => {
    const stage = createPullThroughStage();
    const { digest, bytes } = await imageFixture();
    stage.registry.put(repository, digest, bytes);
    const linesOf = async (purpose: WholePurpose) => {
      const route = { repository, digest, purpose, layers: true, referrers: true };
      const answer = answerDownloadImage(stage.library, new Request('http://localhost/', { method: 'POST' }), route, {
        now: () => 0,
        onListsChange: () => undefined,
      });
      return (await answer.text())
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    };
    expect(await linesOf('measure')).toMatchObject([
      { progress: { done: { count: 1 } } },
      { result: { documents: { count: 2, hereCount: 1 }, layers: { count: 0 }, platforms: [] } },
    ]);
    expect(await linesOf('keep')).toMatchObject([
      { progress: { done: { count: 1 } } },
      { item: { role: 'config', reason: 'not_found' } },
      { result: null },
    ]);
  });
});
