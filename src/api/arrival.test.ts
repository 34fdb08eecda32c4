import { describe, expect, it } from 'vitest';
import { fragmentOfQuery } from './arrival.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const query = (values: Record<string, string>) => fragmentOfQuery(`?${new URLSearchParams(values)}`);

describe('fragmentOfQuery', () => {
  it('uses ?image= as written and ignores other parameters', () => {
    expect(fragmentOfQuery(`?image=alpine%40${digest}`)).toBe(`#alpine@${digest}`);
    expect(query({ image: 'Not A Reference', text: 'alpine' })).toBe('#Not%20A%20Reference');
    expect(fragmentOfQuery('?image=')).toBeUndefined();
    expect(fragmentOfQuery('?utm=1')).toBeUndefined();
  });

  it.each([
    ['web+oci:alpine', '#alpine'],
    ['web+oci://alpine/', '#alpine'],
    ['WEB+OCI://ghcr.io/team/app:1.4', '#ghcr.io/team/app:1.4'],
    [`web+oci:localhost:5000/app@${digest}`, `#localhost:5000/app@${digest}`],
    [`web+oci:${digest}`, `#${digest}`],
    ['web+oci:', '#web+oci:'],
  ])('reads the link %s of the scheme that the app handles', (image, fragment) => {
    expect(query({ image })).toBe(fragment);
  });

  it.each<[Record<string, string>, string]>([
    [{ text: 'docker pull ghcr.io/team/app:1.4' }, '#ghcr.io/team/app:1.4'],
    [{ title: 'alpine - Official Image | Docker Hub', text: 'https://hub.docker.com/_/alpine' }, '#alpine'],
    [{ title: 'Alpine', url: 'https://quay.io/repository/team/app' }, '#quay.io/team/app'],
    [{ text: 'Look at this:\n  docker pull alpine:3.20  \nIt is small.' }, '#alpine:3.20'],
    [{ text: `It crashed at app@${digest} again` }, `#app@${digest}`],
    [{ text: 'See https://hub.docker.com/_/redis for more' }, '#redis'],
    [{ title: 'nginx' }, '#nginx'],
    [
      { url: `https://app.example/#ghcr.io/team/app@${digest}&select=layers/2&tab=raw` },
      `#ghcr.io/team/app@${digest}&select=layers/2&tab=raw`,
    ],
    [{ url: 'https://app.example/#repo=ghcr.io/team/app' }, '#repo=ghcr.io/team/app'],
  ])('finds the image in what was shared: %j', (shared, fragment) => {
    expect(query(shared)).toBe(fragment);
  });

  it('keeps shared text without an image, so that the page can report it', () => {
    expect(query({ text: 'Hello, World & all' })).toBe('#Hello,%20World%20%26%20all');
    expect(query({ text: '<img src=x onerror=alert(1)>' })).toBe('#<img%20src=x%20onerror=alert(1)>');
  });

  it('opens the import page for files that the system opens', () => {
    expect(fragmentOfQuery('?open')).toBe('#view=import');
  });
});
