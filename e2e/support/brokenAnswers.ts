import type { RequestListener, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

/** A wrong answer, and what the server saw of it. */
export interface BrokenAnswer {
  readonly listener: RequestListener;
  /** Number of requests. */
  readonly asked: () => number;
  /** Bytes of bodies that the network took. */
  readonly sentBytes: () => number;
  /** True when no connection expects more. */
  readonly isOver: () => boolean;
}

type Work = (response: ServerResponse, send: (bytes: Uint8Array) => Promise<void>) => Promise<unknown> | unknown;

/** CORS headers are already set; `send` waits until the network took the bytes, and fails if the client left. */
function broken(work: Work): BrokenAnswer {
  let [asked, sent, open] = [0, 0, 0];
  return {
    listener: (_request, response) => {
      asked++;
      open++;
      response.once('close', () => open--);
      const send = (bytes: Uint8Array) =>
        new Promise<void>((resolve, reject) => {
          response.once('close', reject);
          response.write(bytes, (error) => {
            response.off('close', reject);
            if (error) return reject(error);
            sent += bytes.length;
            resolve();
          });
        });
      // A client that left has no use for the answer.
      Promise.resolve(work(response, send)).catch(() => response.destroy());
    },
    asked: () => asked,
    sentBytes: () => sent,
    isOver: () => open === 0,
  };
}

const html = Buffer.from(`<!doctype html><title>Sign in</title>${'<p>Welcome to the hotel</p>'.repeat(20)}`);
const piece = Buffer.alloc(64 * 1024, ' ');
const eagerBytes = 9 * 1024 * 1024;
const type = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' };

export const webPage = ({ chunked }: { readonly chunked: boolean }) =>
  broken((response) => {
    const length = chunked ? {} : { 'content-length': html.length };
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...length });
    response.write(html.subarray(0, 50));
    response.end(html.subarray(50));
  });

export const refusal = (status: number, headers: Readonly<Record<string, string>>) =>
  broken((response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ errors: [{ code: 'UNKNOWN', message: `broken answer ${status}` }] }));
  });

/** Promises the full length and cuts the connection in the middle. */
export const cut = () =>
  broken(async (response, send) => {
    response.writeHead(200, { ...type, 'content-length': 1000 });
    await send(Buffer.from('{"schemaVersion":2,'));
    response.destroy();
  });

/** Promises fewer bytes than it sends. */
export const lengthTooShort = () =>
  broken((response) => {
    response.writeHead(200, { ...type, 'content-length': 18, connection: 'close' });
    response.end('{"schemaVersion":2,"tags":[],"manifests":[],"config":{},"layers":[],"token":"t"}');
  });

export const ofBytes = (bytes: number, { chunked }: { readonly chunked: boolean }) =>
  broken(async (response, send) => {
    response.writeHead(200, { ...type, ...(chunked ? {} : { 'content-length': bytes }) });
    for (let sent = 0; sent < bytes; sent += piece.length) {
      await send(piece.subarray(0, bytes - sent));
      // Both ends of a connection would buffer another 40 MB if it was pushed faster than it is closed.
      if (sent > eagerBytes) await setTimeout(20);
    }
    response.end();
  });

export const endless = () => ofBytes(Number.POSITIVE_INFINITY, { chunked: true });

/** Small, but large once the browser decompresses it. */
export const bomb = (bytes: number) => {
  const packed = gzipSync(Buffer.alloc(bytes, ' '));
  return broken((response) => {
    response.writeHead(200, { ...type, 'content-encoding': 'gzip', 'content-length': packed.length });
    response.end(packed);
  });
};
