import { createHash } from 'node:crypto';

/** Uploads a manifest under a tag or digest, unchanged. */
export async function pushManifest(
  host: string,
  repository: string,
  reference: string,
  body: string,
  type: string,
): Promise<void> {
  const url = `http://${host}/v2/${repository}/manifests/${reference}`;
  await expectOk(await fetch(url, { method: 'PUT', headers: { 'content-type': type }, body }));
}

/** Uploads a blob; returns its descriptor. */
export async function pushBlob(
  host: string,
  repository: string,
  body: string,
): Promise<{ readonly digest: string; readonly size: number }> {
  const begun = await expectOk(await fetch(`http://${host}/v2/${repository}/blobs/uploads/`, { method: 'POST' }));
  const place = new URL(begun.headers.get('location') ?? '', `http://${host}`);
  const digest = sha256(body);
  place.searchParams.set('digest', digest);
  place.host = host;
  await expectOk(await fetch(place, { method: 'PUT', headers: { 'content-type': 'application/octet-stream' }, body }));
  return { digest, size: Buffer.byteLength(body) };
}

/** Returns the answer, or throws with its text. */
export async function expectOk(answer: Response): Promise<Response> {
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${await answer.text()}`);
  return answer;
}

export function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
