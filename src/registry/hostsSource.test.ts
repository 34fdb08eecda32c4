import { describe, expect, it } from 'vitest';
import { HostsSource } from './hostsSource.ts';

function stage(fetchFile: () => Promise<Response>, kept = new Map<string, string>()) {
  const warnings: string[] = [];
  const make = () =>
    new HostsSource({
      fetchFile,
      texts: { text: async (name) => kept.get(name), putText: async (name, text) => void kept.set(name, text) },
      warn: (message) => warnings.push(message),
    });
  return { make, kept, warnings };
}

const offline = async () => {
  throw new TypeError('Failed to fetch');
};
const file = (body: unknown) => async () => Response.json(body);
const gatewayOf = async (source: HostsSource) => (await source.get()).file.gateway;

describe('HostsSource', () => {
  it('fetches hosts.json once, and uses the last one without a network', async () => {
    let count = 0;
    const { make, kept } = stage(async () => {
      count++;
      return Response.json({ gateway: '/gateway/' });
    });
    const source = make();
    expect([await gatewayOf(source), await gatewayOf(source), count]).toEqual(['/gateway/', '/gateway/', 1]);
    expect(await gatewayOf(stage(offline, kept).make())).toBe('/gateway/');
    const failing = async () => new Response('', { status: 503 });
    expect(await gatewayOf(stage(failing, kept).make())).toBe('/gateway/');
    expect(await gatewayOf(stage(offline).make())).toBeUndefined();
  });

  it('is empty if the site has no file, whatever it answers, also if it had one', async () => {
    const kept = new Map([['hosts.json', '{"gateway":"/gateway/"}']]);
    const answers = [
      () => new Response('', { status: 404 }),
      () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
    ];
    for (const answer of answers) {
      const { make, warnings } = stage(async () => answer(), kept);
      expect([await gatewayOf(make()), warnings]).toEqual([undefined, []]);
    }
    expect(await gatewayOf(stage(offline, kept).make())).toBeUndefined();
  });

  it.each([['{'], ['{"host":{}}'], ['[]']])('is empty with a fault if the file is %s', async (text) => {
    const { make, warnings } = stage(async () => new Response(text));
    const { file: read, fault } = await make().get();
    expect([read.hosts.size, fault?.length]).toEqual([0, expect.any(Number)]);
    expect(warnings).toHaveLength(1);
  });

  it("stores a person's own hosts for the next worker", async () => {
    const { make, kept } = stage(file({}));
    const source = make();
    await source.set('registry.lan', { mirrors: ['https://m.example'], plainHttp: true });
    await source.set('other.lan', { mirrors: [], plainHttp: true });
    await source.set('other.lan', undefined);
    const expected = new Map([['registry.lan', { mirrors: ['https://m.example'], plainHttp: true }]]);
    expect((await source.get()).own).toEqual(expected);
    expect((await stage(offline, kept).make().get()).own).toEqual(expected);
  });

  it("reads hosts.json even if the person's own hosts are unreadable", async () => {
    const { make, warnings } = stage(file({ gateway: '/gateway/' }), new Map([['own-hosts.json', '{']]));
    expect([await gatewayOf(make()), warnings.length]).toEqual(['/gateway/', 1]);
  });
});
