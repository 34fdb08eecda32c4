import { Suspense } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Fetched } from '../../../client/index.ts';
import { digestBytes, mediaTypes } from '../../../oci/index.ts';
import {
  createSigner,
  type SignatureEntry,
  type Signer,
  signDocument,
  signPayload,
} from '../../../testing/fixtures/signedDocument.ts';
import { SignatureFact } from './SignatureFact.tsx';

const payload = '{\n   "name": "a/b"\n}';

let host: HTMLElement;
let root: Root;
let signer: Signer;

beforeAll(async () => {
  signer = await createSigner('ES256');
});
beforeEach(() => {
  host = document.createElement('dl');
  document.body.replaceChildren(host);
  root = createRoot(host);
});
afterEach(() => {
  root.unmount();
  vi.unstubAllGlobals();
});

describe('the signature of a schema1 manifest', () => {
  it('is valid by its own key, marked as self-asserted', async () => {
    await draw(await signDocument(payload, [signer]));
    await shows('Signature', [['valid', `Valid, by key ${signer.keyId} (self-asserted)`]]);
  });

  it('is invalid, with the reason', async () => {
    await draw((await signDocument(payload, [signer])).with(payload.indexOf('a/b'), 0x63));
    await shows('Signature', [['invalid', 'Invalid: signature doesn’t match the content (ES256)']]);
  });

  it('is invalid with the parser’s message if it cannot be parsed', async () => {
    await draw(new TextEncoder().encode('{"signatures":7}'));
    await expect.poll(() => host.textContent).toMatch(/Invalid: signatures can’t be parsed \(.*number/);
  });

  it('is not verified without WebCrypto', async () => {
    const document = await signDocument(payload, [signer]);
    const fetched = await fetchedOf(document);
    vi.stubGlobal('crypto', {});
    show(fetched);
    await shows('Signature', [
      ['unchecked', 'Not verified: browsers verify signatures on https:// pages only (ES256)'],
    ]);
  });

  it('is reported as missing', async () => {
    await draw(new TextEncoder().encode(payload));
    await expect.poll(() => host.textContent).toBe('Signaturenot signed');
  });
});

it('shows a line for each of at most sixteen signatures', async () => {
  const keyless = (entry: SignatureEntry) => ({ ...entry, header: { alg: 'ES256' } });
  await draw(await signDocument(payload, [signer, signer], keyless));
  const line = ['invalid', 'Invalid: no key included (ES256)'] as const;
  await shows('Signatures', [line, line]);
  await draw(await signDocument(payload, Array<Signer>(1017).fill(signer), keyless));
  await shows('Signatures', Array(16).fill(line));
  expect(host.textContent).toContain('and 1,001 more, not verified');
});

it('verifies a document once, however often it is drawn', async () => {
  const fetched = await fetchedOf(await signDocument(payload, [signer]));
  const verify = vi.spyOn(crypto.subtle, 'verify');
  show(fetched);
  await expect.poll(() => host.textContent).toContain('Valid, by key');
  show(undefined);
  await expect.poll(() => host.textContent).toBe('');
  show(fetched);
  await expect.poll(() => host.textContent).toContain('Valid, by key');
  expect(verify).toHaveBeenCalledTimes(1);
});

it('shows text of a hostile document as text', async () => {
  const entry = await signPayload(payload, signer);
  const alg = '<img src=x onerror=alert(1)>';
  await draw(await signDocument(payload, [signer], () => ({ ...entry, header: { ...entry.header, alg } })));
  await expect.poll(() => host.textContent).toContain(alg);
  expect(host.querySelector('img')).toBeNull();
});

async function draw(bytes: Uint8Array): Promise<void> {
  show(await fetchedOf(bytes));
}

function show(fetched: Fetched | undefined): void {
  root.render(<Suspense fallback="…">{fetched ? <SignatureFact fetched={fetched} /> : null}</Suspense>);
}

async function fetchedOf(bytes: Uint8Array): Promise<Fetched> {
  return {
    bytes,
    digest: await digestBytes('sha256', bytes),
    mediaType: mediaTypes.dockerSchema1Signed,
    cache: { hit: true, stored: true },
  };
}

async function shows(term: string, lines: readonly (readonly [state: string, text: string])[]): Promise<void> {
  const drawn = () =>
    [...host.querySelectorAll<HTMLElement>('[data-signature]')].map((line) => [
      line.dataset.signature,
      line.textContent.trim(),
    ]);
  await expect.poll(drawn).toEqual(lines);
  expect(host.querySelector('dt')?.textContent).toBe(term);
}
