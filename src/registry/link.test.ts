import { describe, expect, it } from 'vitest';
import type { Answer } from './httpTransport.ts';
import { nextQuery } from './link.ts';

const read = (link: string) => nextQuery({ response: new Response(null, { headers: { link } }) } as Answer)?.toString();

describe('nextQuery', () => {
  it.each([
    ['</v2/a/tags/list?n=2&last=b>; rel="next"', 'n=2&last=b'],
    ['<https://host/v2/a/tags/list?last=b>;rel=next', 'last=b'],
    ['<?last=b>; title="x; rel=prev"; REL="prev NEXT"', 'last=b'],
    ['</v2/a?last=a>; rel="prev", </v2/a?last=c>; rel="next"', 'last=c'],
    ['</v2/a?last=c&ns=docker.io#x>; rel=next', 'last=c'],
    ['<http://inside:8080/other/path?last=b>; rel=next', 'last=b'],
    ['</v2/a>; rel=next', ''],
  ])('reads "%s" as "%s"', (link, query) => {
    expect(read(link)).toBe(query);
  });

  it.each([
    '</v2/a?last=b>',
    '</v2/a?last=b>; rel="prev"',
    '</v2/a?last=b>; rel="nextish"',
    '</v2/a?last=b>; rel=prev; rel=next',
    '</v2/a?last=b>; title="; rel=next"',
    '</v2/a?last=b; rel="next"',
    'rel="next"',
    '<'.repeat(60_000),
    `${'<>;'.repeat(60_000)}</v2/a?last=b>; rel=next`,
  ])('is undefined for %.60s', (link) => {
    expect(read(link)).toBeUndefined();
  });

  it('is undefined without a readable header', () => {
    expect(nextQuery({ response: new Response() } as Answer)).toBeUndefined();
  });
});
