import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseDigest } from '../oci/index.ts';
import { createRegistryStage, type FixtureRegistry, startFixtureRegistry } from '../testing/index.ts';
import { Secrets } from './secrets.ts';

const password = 'pä&ss "wörd"/+%1';
const utf8 = Buffer.from(password);
const basic = `Basic ${Buffer.from(`reader:${password}`).toString('base64')}`;
const token = 'eyJhbGciOi.J9-_zdWIi+/OiIx';

const forms: readonly (readonly [string, string])[] = [
  ['in clear text', password],
  ['in upper case', password.toUpperCase()],
  ['with its user', `reader:${password}`],
  ['percent-encoded', encodeURIComponent(password)],
  ['percent-encoded in lower case', encodeURIComponent(password).toLowerCase()],
  ['fully percent-encoded', [...utf8].map((byte) => `%${byte.toString(16)}`).join('')],
  ['as form data', String(new URLSearchParams({ p: password })).slice(2)],
  ['in base64', utf8.toString('base64')],
  ['in base64url', utf8.toString('base64url')],
  ['in base64 after one byte', Buffer.concat([Buffer.from('x'), utf8, Buffer.from('y')]).toString('base64')],
  ['in base64 after two bytes', Buffer.concat([Buffer.from('xx'), utf8]).toString('base64')],
  ['as it was sent', basic.slice(6)],
  ['in hexadecimal', utf8.toString('hex')],
  ['as JSON', JSON.stringify(password).slice(1, -1)],
  ['as HTML', password.replaceAll('&', '&amp;').replaceAll('"', '&quot;')],
];

describe('a password that a server repeats', () => {
  it.each(forms)('%s is removed', (_what, form) => {
    const secrets = new Secrets();
    secrets.add(basic);
    const hidden = secrets.hide(`before ${form} after`);
    expect(hidden).toMatch(/^before .{0,8}after$/);
    expect(secrets.hideIn({ [form]: [form, 7, null] })).not.toHaveProperty([form]);
  });

  it('that is short is removed only as a separate word', () => {
    const secrets = new Secrets();
    secrets.add(`Basic ${btoa('me:abc')}`);
    expect(secrets.hide('abc is wrong for me:abc, not abcd')).toBe('… is wrong for …, not abcd');
  });

  it('that is empty changes nothing', () => {
    const secrets = new Secrets();
    secrets.add(`Basic ${btoa('reader:')}`);
    expect(secrets.hide('some words')).toBe('some words');
  });

  it('is remembered for the last 32', () => {
    const secrets = new Secrets();
    for (let count = 0; count < 33; count++) secrets.add(`Bearer token-${count}-`);
    expect(['token-0-', 'token-1-', 'token-32-'].map((each) => secrets.hide(each))).toEqual(['token-0-', '…', '…']);
  });
});

describe('a report about a registry that repeats', () => {
  const digest = parseDigest(`sha256:${'a'.repeat(64)}`);
  let fixture: FixtureRegistry;
  beforeEach(async () => {
    fixture = await startFixtureRegistry();
  });
  afterEach(() => fixture.close());

  const credentials = { of: async () => ({ username: 'reader', password, realms: [] }) };
  /** All text of errors and of the request list. */
  async function told(work: (stage: ReturnType<typeof createRegistryStage>) => Promise<unknown>): Promise<string> {
    const stage = createRegistryStage({ credentials });
    const error: unknown = await work(stage).catch((thrown: unknown) => thrown);
    expect(error).toHaveProperty('detail');
    return JSON.stringify([String(error), error, stage.records]);
  }
  const manifest = ({ registry }: ReturnType<typeof createRegistryStage>) =>
    registry.manifest({ host: fixture.host, name: 'a' }, digest);

  it.each(forms)('a password %s does not contain it, in text or errors', async (_what, form) => {
    fixture.auth = { challenge: 'Basic realm="r"', authorization: basic };
    const escaped = JSON.stringify(form);
    const bodies = [form, `{"errors":[{"code":"X","message":${escaped},"detail":{"p":${escaped}}}]}`];
    for (const body of bodies) {
      fixture.faults.set(digest, { answer: (_request, response) => response.writeHead(403).end(body) });
      expect(await told(manifest)).not.toContain(JSON.stringify(form).slice(1, -1));
    }
  });

  it.each(forms.filter(([, form]) => /^[\w%.~+-]+$/.test(form)))(
    'a password %s in the address of a redirect does not contain it',
    async (_what, form) => {
      fixture.auth = { challenge: 'Basic realm="r"', authorization: basic };
      fixture.faults.set(digest, { redirectTo: `/oops/${form}` });
      const said = await told(manifest);
      expect(said).toContain('/oops/…');
      expect(said).not.toContain(form);
    },
  );

  it('a password in place of a list does not contain it', async () => {
    fixture.auth = { challenge: 'Basic realm="r"', authorization: basic };
    fixture.faults.set('list', { answer: (_request, response) => response.end(`{"tags":${password}`) });
    const said = await told(({ registry }) => registry.tags({ host: fixture.host, name: 'a' }));
    expect(said).toContain('is not a list');
    expect(said).not.toContain('wörd');
  });

  it('a token does not contain it', async () => {
    fixture.faults.set(digest, {
      answer: (request, response) => {
        if (request.headers.authorization) return response.writeHead(403).end(`no: ${token}, ${btoa(token)}`);
        const challenge = `Bearer realm="${fixture.origin}/token"`;
        return response.writeHead(401, { 'www-authenticate': challenge, 'access-control-expose-headers': '*' }).end();
      },
    });
    fixture.faults.set('token', { answer: (_request, response) => response.end(JSON.stringify({ token })) });
    const said = await told(manifest);
    expect(said).toContain('no: …');
    expect(said).not.toContain(token);
    expect(said).not.toContain(btoa(token));
  });

  it('a password in the URL of a token service does not contain it', async () => {
    fixture.faults.set(digest, {
      answer: (request, response) => {
        const realm = `${fixture.origin}/${encodeURIComponent(password)}?p=${encodeURIComponent(password)}`;
        const challenge = request.headers.authorization ? `Bearer realm="${realm}"` : 'Basic realm="r"';
        response.writeHead(401, { 'www-authenticate': challenge }).end();
      },
    });
    const stage = createRegistryStage({ credentials });
    for (const _ of [1, 2]) await manifest(stage).catch(() => undefined);
    const said = await told(manifest);
    expect(JSON.stringify(stage.records) + said).not.toContain(encodeURIComponent(password));
  });
});
