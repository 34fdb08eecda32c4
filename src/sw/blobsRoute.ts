import type { ByteRange, PullThrough } from '../distribution/index.ts';
import type { Digest, Repository } from '../oci/index.ts';
import { respond } from './respond.ts';

/** Answers GET and HEAD of a blob, with `Range: bytes=a-b` or `bytes=a-`. Other ranges are ignored (RFC 9110 §14.2). */
export async function answerBlob(
  pull: PullThrough,
  request: Request,
  repository: Repository | undefined,
  digest: Digest,
  isWhole = false,
): Promise<Response> {
  const range = parseRange(request.headers.get('range'));
  const pulled = await pull.blob(repository, digest, { range, isBuffered: isWhole, signal: request.signal });
  return respond(request, pulled, pulled.body, pulled.lengthBytes, pulled.range);
}

function parseRange(header: string | null): ByteRange | undefined {
  const match = /^bytes=(\d{1,15})-(\d{1,15})?$/.exec(header ?? '');
  if (!match) return undefined;
  const [start, end] = [Number(match[1]), match[2] === undefined ? undefined : Number(match[2])];
  if (end === undefined) return { start };
  return end < start ? undefined : { start, end };
}
