import { type Digest, digestAlgorithm, digestEncoded } from '../oci/index.ts';
import type { ExportOptions } from './exports.ts';

/** Returns `alpine-3.20-linux-arm64.oci.tar`: only letters, digits, dots, hyphens and underscores, whatever the name contains. */
export function exportFileName(digest: Digest, { as, platforms }: ExportOptions): string {
  const name = as ? (as.path.split('/').at(-1) ?? '') : digestAlgorithm(digest);
  const version = as?.tag ?? digestEncoded(digest).slice(0, 12);
  const [platform = ''] = platforms.length === 1 ? platforms : [];
  const parts = [name, version, platform].filter((part) => part !== '');
  return `${safe(parts.join('-')).slice(0, 150)}.oci.tar`;
}

/** Returns `3f4d90098f5b.tar.gz`, with an extension for the media type. */
export function contentFileName(digest: Digest, mediaType: string): string {
  return `${digestEncoded(digest).slice(0, 12)}.${extensionOf(mediaType.toLowerCase())}`;
}

function safe(text: string): string {
  return text.replace(/[^\w.-]+/g, '-').replace(/^[.-]+/, '');
}

function extensionOf(mediaType: string): string {
  if (/\btar[.+](gzip|gz)\b/.test(mediaType) || mediaType.endsWith('rootfs.diff+x-gtar')) return 'tar.gz';
  if (/\btar[.+]zst/.test(mediaType)) return 'tar.zst';
  if (/[./]tar\b/.test(mediaType)) return 'tar';
  if (/[+/]json\b/.test(mediaType)) return 'json';
  if (/[+/]gzip\b/.test(mediaType)) return 'gz';
  if (mediaType.startsWith('text/plain')) return 'txt';
  return 'bin';
}
