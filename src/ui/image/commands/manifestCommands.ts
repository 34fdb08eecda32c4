import { isLoopback, isSchema1Type, mediaTypes } from '../../../oci/index.ts';
import { commandNotes, commandTitles } from '../../messages/commandsView.ts';
import type { Command, CommandRepository, CommandSubject } from './command.ts';
import { curlCommand } from './curl.ts';
import { byDigest, commandMaker } from './tools.ts';

/** Returns commands for an index or a manifest list. */
export function indexCommands(subject: CommandSubject, digest: string): readonly Command[] {
  const { repository, tag } = subject;
  const make = commandMaker(repository);
  const reference = byDigest(repository, digest);
  return [
    make('pull', commandTitles.imageForMachine, 'docker', ['pull'], [reference], daemonNote(repository)),
    copyCommand(subject, digest, ['--all']),
    ...tagCommands(subject, tag),
    ...storedCommands(subject, digest),
  ];
}

/** Returns commands for an image of one platform. */
export function imageCommands(subject: CommandSubject, digest: string): readonly Command[] {
  const { repository, descriptor, platform, indexDigest, tag } = subject;
  if (isSchema1Type(descriptor?.mediaType ?? '')) return schema1Commands(subject, digest);
  const make = commandMaker(repository);
  const reference = byDigest(repository, digest);
  const ofPlatform = platform ? ['--platform', platform] : [];
  const byPlatform = platform && indexDigest ? [...ofPlatform, byDigest(repository, indexDigest)] : undefined;
  return [
    make('pull', commandTitles.image, 'docker', ['pull'], [...ofPlatform, reference], daemonNote(repository)),
    copyCommand(subject, digest, []),
    make('pull', commandTitles.fileSystem, 'crane', ['export'], [reference, `${folderOf(subject)}.tar`]),
    ...tagCommands(subject, tag),
    ...(byPlatform ? [make('inspect', commandTitles.digestByPlatform, 'crane', ['digest'], byPlatform)] : []),
    ...storedCommands(subject, digest),
    make('inspect', commandTitles.rawConfig, 'crane', ['config'], [reference]),
    make('inspect', commandTitles.rawConfig, 'skopeo', ['inspect'], ['--config', '--raw', `docker://${reference}`]),
    make('inspect', commandTitles.rawConfig, 'oras', ['manifest', 'fetch-config'], [reference]),
    make('inspect', commandTitles.summary, 'skopeo', ['inspect'], ['--no-tags', `docker://${reference}`]),
  ];
}

/** Returns commands for a Docker schema1 image, which only skopeo still reads. */
function schema1Commands({ repository, descriptor }: CommandSubject, digest: string): readonly Command[] {
  const make = commandMaker(repository);
  const mediaType = descriptor?.mediaType ?? '';
  const note = mediaType === mediaTypes.dockerSchema1Signed ? { note: commandNotes.signedSchema1 } : {};
  const reference = `docker://${byDigest(repository, digest)}`;
  return [
    make('inspect', commandTitles.rawManifest, 'skopeo', ['inspect'], ['--raw', reference], note),
    curlCommand(repository, { title: commandTitles.rawManifest, path: `manifests/${digest}`, accept: mediaType }),
  ];
}

/** Returns commands for BuildKit's attestations, which buildx reads from the index (docs.docker.com/build/metadata/attestations). */
export function attestationCommands(subject: CommandSubject, digest: string): readonly Command[] {
  const { repository, indexDigest } = subject;
  const make = commandMaker(repository);
  const inspect = (title: string, template: string, index: string) =>
    make(
      'inspect',
      title,
      'docker buildx',
      ['imagetools', 'inspect'],
      ['--format', template, byDigest(repository, index)],
    );
  return [
    ...(indexDigest
      ? [
          inspect(commandTitles.provenance, '{{ json .Provenance }}', indexDigest),
          inspect(commandTitles.sbom, '{{ json .SBOM }}', indexDigest),
        ]
      : []),
    ...storedCommands(subject, digest),
  ];
}

/** Returns commands that print the unchanged bytes of a manifest. */
export function storedCommands({ repository, descriptor }: CommandSubject, digest: string): readonly Command[] {
  const make = commandMaker(repository);
  const reference = byDigest(repository, digest);
  return [
    make('inspect', commandTitles.rawManifest, 'crane', ['manifest'], [reference]),
    make('inspect', commandTitles.rawManifest, 'skopeo', ['inspect'], ['--raw', `docker://${reference}`]),
    make('inspect', commandTitles.rawManifest, 'oras', ['manifest', 'fetch'], [reference]),
    make('inspect', commandTitles.rawManifest, 'regctl', ['manifest', 'get'], ['--format', 'raw-body', reference]),
    make('inspect', commandTitles.rawManifest, 'docker buildx', ['imagetools', 'inspect'], ['--raw', reference]),
    curlCommand(repository, {
      title: commandTitles.rawManifest,
      path: `manifests/${digest}`,
      accept: acceptOf(descriptor?.mediaType),
    }),
  ];
}

function daemonNote({ host, isPlainHttp }: CommandRepository): { readonly note?: string } {
  if (!isPlainHttp || isLoopback(host)) return {};
  return { note: commandNotes.insecureRegistry(host) };
}

function acceptOf(mediaType: string | undefined): string {
  return mediaType || [mediaTypes.ociIndex, mediaTypes.ociManifest].join(', ');
}

function tagCommands({ repository }: CommandSubject, tag: string | undefined): readonly Command[] {
  if (!tag) return [];
  const reference = `${repository.host}/${repository.name}:${tag}`;
  return [commandMaker(repository)('inspect', commandTitles.resolveTag, 'crane', ['digest'], [reference])];
}

/** Copies into an OCI layout, or into a plain folder if the manifest is not OCI: a layout would change its digest. */
function copyCommand(subject: CommandSubject, digest: string, options: readonly string[]): Command {
  const { repository, descriptor } = subject;
  const isOci = descriptor?.mediaType.startsWith('application/vnd.oci.') ?? false;
  const args = [
    ...options,
    ...(repository.isPlainHttp ? ['--src-tls-verify=false'] : []),
    `docker://${byDigest(repository, digest)}`,
    isOci ? `oci:${folderOf(subject)}` : `dir:${folderOf(subject)}`,
  ];
  const titles = options.length > 0 ? commandTitles.allPlatforms : commandTitles.copiedImage;
  const title = isOci ? titles.layout : titles.folder;
  return commandMaker({ ...repository, isPlainHttp: false })('pull', title, 'skopeo', ['copy'], args);
}

/** Returns the last segment of the repository's name, which is safe as a folder name. */
export function folderOf({ repository }: CommandSubject): string {
  return repository.name.slice(repository.name.lastIndexOf('/') + 1);
}
