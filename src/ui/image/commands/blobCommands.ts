import { isForeignLayerType } from '../../../oci/index.ts';
import { plainFileName, shellLine, shellWord } from '../../kit/shellQuote.ts';
import { commandNotes, commandTitles } from '../../messages/commandsView.ts';
import type { Command, CommandSubject } from './command.ts';
import { curlCommand } from './curl.ts';
import { byDigest, commandMaker } from './tools.ts';

/** Returns commands that print a config or another document. */
export function documentCommands(subject: CommandSubject, digest: string): readonly Command[] {
  const { kind, repository, owner } = subject;
  const make = commandMaker(repository);
  const reference = byDigest(repository, digest);
  const title = commandTitles.rawContent;
  const byImage = kind === 'config' && owner?.isImage ? `docker://${byDigest(repository, owner.digest)}` : undefined;
  return [
    make('inspect', title, 'crane', ['blob'], [reference]),
    ...(byImage ? [make('inspect', title, 'skopeo', ['inspect'], ['--config', '--raw', byImage])] : []),
    make('inspect', title, 'oras', ['blob', 'fetch'], ['--output', '-', reference]),
    make('inspect', title, 'regctl', ['blob', 'get'], [`${repository.host}/${repository.name}`, digest]),
    curlCommand(repository, { title, path: `blobs/${digest}` }),
  ];
}

/** Returns commands that download a layer or another blob into a file. */
export function fileCommands(subject: CommandSubject, digest: string): readonly Command[] {
  const { repository, descriptor, annotations } = subject;
  const make = commandMaker(repository);
  const reference = byDigest(repository, digest);
  const mediaType = descriptor?.mediaType ?? '';
  const unpack = unpackOf(mediaType);
  const stated = plainFileName(annotations['org.opencontainers.image.title']);
  const file = stated ?? `${digest.slice(digest.indexOf(':') + 1, 71)}${unpack?.ending ?? ''}`;
  const into = { tail: ` > ${shellWord(file)}` };
  const title = commandTitles.download;
  return [
    make('pull', title, 'crane', ['blob'], [reference], into),
    make('pull', title, 'oras', ['blob', 'fetch'], ['--output', file, reference]),
    make('pull', title, 'regctl', ['blob', 'get'], [`${repository.host}/${repository.name}`, digest], into),
    ...(unpack
      ? [make('inspect', commandTitles.listFiles, 'crane', ['blob'], [reference], { tail: ` | ${unpack.list}` })]
      : []),
    ...foreignCommands(subject, file),
    curlCommand(repository, { title, path: `blobs/${digest}`, file }),
  ];
}

/** Returns commands for all layers of an image. */
export function layersCommands({ repository, owner }: CommandSubject, folder: string): readonly Command[] {
  if (!owner?.isImage) return [];
  const reference = byDigest(repository, owner.digest);
  const insecure = repository.isPlainHttp ? ['--src-tls-verify=false'] : [];
  const copy = shellLine('skopeo', 'copy', ...insecure, `docker://${reference}`, `dir:${folder}`);
  const make = commandMaker(repository);
  return [
    { group: 'pull', title: commandTitles.downloadLayers, tool: 'skopeo', command: copy },
    make('pull', commandTitles.fileSystem, 'crane', ['export'], [reference, `${folder}.tar`]),
    make('inspect', commandTitles.listMergedFiles, 'crane', ['export'], [reference, '-'], {
      tail: ' | tar -tvf -',
    }),
  ];
}

/** Returns the command that downloads from an https URL in the descriptor, which a foreign layer may need. */
function foreignCommands({ descriptor }: CommandSubject, file: string): readonly Command[] {
  const url = descriptor?.urls?.find((stated) => stated.startsWith('https://'));
  if (!url) return [];
  const note = isForeignLayerType(descriptor?.mediaType ?? '') ? { note: commandNotes.foreignLayer } : {};
  const command = shellLine('curl', '-fL', '--globoff', '-o', file, url);
  return [{ group: 'pull', title: commandTitles.downloadForeign, tool: 'curl', command, ...note }];
}

/** Returns the pipeline that lists a layer's files; undefined if the media type is not a readable tar (encrypted, other files). */
function unpackOf(mediaType: string): { readonly ending: string; readonly list: string } | undefined {
  if (!/\btar\b/.test(mediaType) || mediaType.includes('encrypted')) return undefined;
  if (/\bzstd\b/.test(mediaType)) return { ending: '.tar.zst', list: 'zstd -dc | tar -tvf -' };
  return /\bgzip\b/.test(mediaType)
    ? { ending: '.tar.gz', list: 'tar -tzvf -' }
    : { ending: '.tar', list: 'tar -tvf -' };
}
