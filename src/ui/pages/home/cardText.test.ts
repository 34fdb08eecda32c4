import { expect, it } from 'vitest';
import { cardText } from './cardText.ts';

const digest = `sha256:4de221eb${'0'.repeat(53)}479`;

it.each([
  ['docker.io/library/alpine:3.22', 'library/alpine:3.22', 'docker.io'],
  [`localhost:5000/team/app@${digest}`, 'team/app@4de221eb…479', 'localhost:5000'],
  [`ghcr.io/team/app:1@${digest}`, 'team/app:1@4de221eb…479', 'ghcr.io'],
  [digest, '4de221eb…479', ''],
  ['Not A Name', 'Not A Name', ''],
])('names %s', (reference, name, host) => {
  expect(cardText({ reference, atMs: 0 })).toEqual({ name, host, kind: '', sizedPlatform: '' });
});

it('names up to three platforms of an index, and the one its size is of', () => {
  expect(ofIndex(['linux/amd64', 'linux/arm64'], 'linux/arm64')).toEqual(['Index for amd64, arm64', 'arm64']);
  expect(ofIndex(['linux/amd64', 'windows/amd64'], 'windows/amd64')).toEqual([
    'Index for linux/amd64, windows/amd64',
    'windows/amd64',
  ]);
  const many = ['linux/386', 'linux/amd64', 'linux/arm/v7', 'linux/arm64/v8'];
  expect(ofIndex(many, 'linux/arm/v7')).toEqual(['Index of 4 platforms', 'arm/v7']);
  expect(ofIndex(['linux/amd64'], 'linux/amd64')).toEqual(['Index for amd64', '']);
});

it('keeps the title of an image, of an artifact, and of an entry without platforms', () => {
  for (const [title, platforms] of [
    ['Image for linux/amd64', ['linux/amd64']],
    ['Helm chart', undefined],
  ] as const)
    expect(cardText({ reference: digest, atMs: 0, title, ...(platforms ? { platforms } : {}) }).kind).toBe(title);
  expect(cardText({ reference: digest, atMs: 0, icon: 'index', title: 'Index of 2 platforms' }).kind).toBe(
    'Index of 2 platforms',
  );
});

function ofIndex(platforms: readonly string[], sizedPlatform: string): readonly string[] {
  const title = `Index of ${platforms.length} platforms`;
  const text = cardText({ reference: digest, atMs: 0, icon: 'index', title, platforms, layerBytes: 1, sizedPlatform });
  return [text.kind, text.sizedPlatform];
}
