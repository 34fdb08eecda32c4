import { isForeignLayerType } from '../../../oci/index.ts';
import { plainFileName, shellLine, shellWord } from '../../kit/shellQuote.ts';
import type { Command, CommandSubject } from './command.ts';
import { curlCommand } from './curl.ts';
import { byDigest, commandMaker } from './tools.ts';

/** A config, or another document that is read at once. */
export function documentCommands(subject: CommandSubject, digest: string): readonly Command[] {
  const { kind, repository, owner } = subject;
  const make = commandMaker(repository);
  const reference = byDigest(repository, digest);
  const title = 'Its text, as stored';
  const byImage = kind === 'config' && owner?.isImage ? `docker://${byDigest(repository, owner.digest)}` : undefined;
  return [
    make('Look at it', title, 'crane', ['blob'], [reference]),
    ...(byImage ? [make('Look at it', title, 'skopeo', ['inspect'], ['--config', '--raw', byImage])] : []),
    make('Look at it', title, 'oras', ['blob', 'fetch'], ['--output', '-', reference]),
    make('Look at it', title, 'regctl', ['blob', 'get'], [`${repository.host}/${repository.name}`, digest]),
    curlCommand(repository, { title, path: `blobs/${digest}` }),
  ];
}

/** A layer, or another blob that is kept in a file. */
export function fileCommands(subject: CommandSubject, digest: string): readonly Command[] {
  const { repository, descriptor, annotations } = subject;
  const make = commandMaker(repository);
  const reference = byDigest(repository, digest);
  const mediaType = descriptor?.mediaType ?? '';
  const unpack = unpackOf(mediaType);
  const stated = plainFileName(annotations['org.opencontainers.image.title']);
  const file = stated ?? `${digest.slice(digest.indexOf(':') + 1, 71)}${unpack?.ending ?? ''}`;
  const into = { tail: ` > ${shellWord(file)}` };
  const title = 'Its bytes, into a file';
  return [
    make('Pull', title, 'crane', ['blob'], [reference], into),
    make('Pull', title, 'oras', ['blob', 'fetch'], ['--output', file, reference]),
    make('Pull', title, 'regctl', ['blob', 'get'], [`${repository.host}/${repository.name}`, digest], into),
    ...(unpack
      ? [make('Look at it', 'The files in it', 'crane', ['blob'], [reference], { tail: ` | ${unpack.list}` })]
      : []),
    ...elsewhere(subject, file),
    curlCommand(repository, { title, path: `blobs/${digest}`, file }),
  ];
}

/** All layers of an image at once. */
export function layersCommands({ repository, owner }: CommandSubject, folder: string): readonly Command[] {
  if (!owner?.isImage) return [];
  const reference = byDigest(repository, owner.digest);
  const insecure = repository.isPlainHttp ? ['--src-tls-verify=false'] : [];
  const copy = shellLine('skopeo', 'copy', ...insecure, `docker://${reference}`, `dir:${folder}`);
  const make = commandMaker(repository);
  return [
    { group: 'Pull', title: 'Every layer, as a file named by its digest', tool: 'skopeo', command: copy },
    make('Pull', 'All layers applied, as one tar', 'crane', ['export'], [reference, `${folder}.tar`]),
    make('Look at it', 'The files, all layers applied', 'crane', ['export'], [reference, '-'], {
      tail: ' | tar -tvf -',
    }),
  ];
}

/** A foreign layer need not be in the registry: its descriptor says where else it is. */
function elsewhere({ descriptor }: CommandSubject, file: string): readonly Command[] {
  const url = descriptor?.urls?.find((stated) => stated.startsWith('https://'));
  if (!url) return [];
  const note = isForeignLayerType(descriptor?.mediaType ?? '') ? { note: 'The registry need not have it.' } : {};
  const command = shellLine('curl', '-fL', '--globoff', '-o', file, url);
  return [{ group: 'Pull', title: 'From the place that the manifest names', tool: 'curl', command, ...note }];
}

/** How a layer is listed by its media type; undefined where it is no tar that can be read (encrypted, other files). */
function unpackOf(mediaType: string): { readonly ending: string; readonly list: string } | undefined {
  if (!/\btar\b/.test(mediaType) || mediaType.includes('encrypted')) return undefined;
  if (/\bzstd\b/.test(mediaType)) return { ending: '.tar.zst', list: 'zstd -dc | tar -tvf -' };
  return /\bgzip\b/.test(mediaType)
    ? { ending: '.tar.gz', list: 'tar -tzvf -' }
    : { ending: '.tar', list: 'tar -tvf -' };
}
