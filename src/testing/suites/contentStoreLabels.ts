import { expect, it } from 'vitest';
import { type CurrentStore, expectCode, makeBytes, nowhere, storeBytes } from './contentStoreFixtures.ts';

export function testLabels(store: CurrentStore): void {
  it('refuses a malformed digest, and returns not_found for an unknown one', async () => {
    await expectCode(store().info('nonsense'), 'invalid_argument');
    await expectCode(store().info(nowhere), 'not_found');
    await expectCode(store().update({ digest: 'nonsense', labels: {} }), 'invalid_argument');
    await expectCode(store().update({ digest: nowhere, labels: {} }), 'not_found');
  });

  it('replaces all labels without a path, moves updatedAt and keeps createdAt', async () => {
    const digest = await storeBytes(store(), makeBytes(100), { k1: 'v1', k2: 'v2' });
    const before = await store().info(digest);
    expect(before.labels).toEqual({ k1: 'v1', k2: 'v2' });
    const after = await store().update({ digest, labels: { k3: 'v3' } });
    expect(after).toMatchObject({ digest, size: 100, createdAt: before.createdAt });
    expect(after.labels).toEqual({ k3: 'v3' });
    expect(after.updatedAt.getTime()).toBeGreaterThan(before.updatedAt.getTime());
    expect(await store().info(digest)).toEqual(after);
  });

  it('changes only the labels that paths name, and removes empty or omitted ones', async () => {
    const digest = await storeBytes(store(), makeBytes(100), { k1: 'v1', k2: 'v2', k4: 'v4' });
    const before = await store().info(digest);
    const labels = { k1: '', k2: 'ignored', k3: 'v3' };
    const after = await store().update({ digest, labels }, 'labels.k3', 'labels.k1', 'labels.k4');
    expect(after.labels).toEqual({ k2: 'v2', k3: 'v3' });
    expect(after.createdAt).toEqual(before.createdAt);
    expect(after.updatedAt.getTime()).toBeGreaterThan(before.updatedAt.getTime());
  });

  it('updates a source label without touching the others', async () => {
    const label = 'containerd.io/distribution.source.localhost:5000';
    const digest = await storeBytes(store(), makeBytes(100), { other: 'kept', [label]: 'library/a' });
    await store().update({ digest, labels: { [label]: 'library/a,library/b' } }, `labels.${label}`);
    expect((await store().info(digest)).labels).toEqual({ other: 'kept', [label]: 'library/a,library/b' });
  });

  it('replaces all labels if the path is labels', async () => {
    const digest = await storeBytes(store(), makeBytes(100), { k1: 'v1' });
    expect((await store().update({ digest, labels: { k2: 'v2' } }, 'labels')).labels).toEqual({ k2: 'v2' });
  });

  it('replaces all labels if labels is one of several paths', async () => {
    const digest = await storeBytes(store(), makeBytes(100), { k1: 'v1', k2: 'v2' });
    const after = await store().update({ digest, labels: { k2: 'v3' } }, 'labels.k1', 'labels');
    expect(after.labels).toEqual({ k2: 'v3' });
  });

  it('drops labels without a value, at commit and on update', async () => {
    const digest = await storeBytes(store(), makeBytes(100), { k1: '', k2: 'v2' });
    expect((await store().info(digest)).labels).toEqual({ k2: 'v2' });
    expect((await store().update({ digest, labels: { k2: '', k3: 'v3' } })).labels).toEqual({ k3: 'v3' });
  });

  it.each(['size', 'labels.', 'labelsx', ''])('refuses the path "%s" and changes nothing', async (path) => {
    const digest = await storeBytes(store(), makeBytes(100), { k1: 'v1' });
    await expectCode(store().update({ digest, labels: { k1: 'v2' } }, 'labels.k1', path), 'invalid_argument');
    expect((await store().info(digest)).labels).toEqual({ k1: 'v1' });
  });

  it('stores a label named __proto__ like any other', async () => {
    const labels = Object.fromEntries([['__proto__', 'x']]);
    const digest = await storeBytes(store(), makeBytes(100), labels);
    expect(Object.entries((await store().info(digest)).labels)).toEqual([['__proto__', 'x']]);
  });
}
