import { isLoopback, isSchema1Type, mediaTypes } from '../../../oci/index.ts';
import type { Command, CommandSubject, Repository } from './command.ts';
import { curlCommand } from './curl.ts';
import { byDigest, commandMaker } from './tools.ts';

const asStored = 'The manifest, as stored';

/** An index or a manifest list. */
export function indexCommands(subject: CommandSubject, digest: string): readonly Command[] {
  const { repository, tag } = subject;
  const make = commandMaker(repository);
  const reference = byDigest(repository, digest);
  return [
    make('Pull', 'The image for this machine', 'docker', ['pull'], [reference], daemonNote(repository)),
    copyCommand(subject, digest, ['--all']),
    ...tagCommands(subject, tag),
    ...storedCommands(subject, digest),
  ];
}

/** An image of one platform. */
export function imageCommands(subject: CommandSubject, digest: string): readonly Command[] {
  const { repository, descriptor, platform, indexDigest, tag } = subject;
  if (isSchema1Type(descriptor?.mediaType ?? '')) return schema1Commands(subject, digest);
  const make = commandMaker(repository);
  const reference = byDigest(repository, digest);
  const ofPlatform = platform ? ['--platform', platform] : [];
  const byPlatform = platform && indexDigest ? [...ofPlatform, byDigest(repository, indexDigest)] : undefined;
  return [
    make('Pull', 'This image', 'docker', ['pull'], [...ofPlatform, reference], daemonNote(repository)),
    copyCommand(subject, digest, []),
    make('Pull', 'All layers applied, as one tar', 'crane', ['export'], [reference, `${folderOf(subject)}.tar`]),
    ...tagCommands(subject, tag),
    ...(byPlatform ? [make('Look at it', 'Its digest, by platform', 'crane', ['digest'], byPlatform)] : []),
    ...storedCommands(subject, digest),
    make('Look at it', 'The config, as stored', 'crane', ['config'], [reference]),
    make('Look at it', 'The config, as stored', 'skopeo', ['inspect'], ['--config', '--raw', `docker://${reference}`]),
    make('Look at it', 'The config, as stored', 'oras', ['manifest', 'fetch-config'], [reference]),
    make('Look at it', 'A summary', 'skopeo', ['inspect'], ['--no-tags', `docker://${reference}`]),
  ];
}

/** Docker schema1: of the tools here skopeo alone still reads it. */
function schema1Commands({ repository, descriptor }: CommandSubject, digest: string): readonly Command[] {
  const make = commandMaker(repository);
  const mediaType = descriptor?.mediaType ?? '';
  const note =
    mediaType === mediaTypes.dockerSchema1Signed
      ? { note: 'It is signed: its digest is of what was signed, not of the bytes that this prints.' }
      : {};
  const reference = `docker://${byDigest(repository, digest)}`;
  return [
    make('Look at it', asStored, 'skopeo', ['inspect'], ['--raw', reference], note),
    curlCommand(repository, { title: asStored, path: `manifests/${digest}`, accept: mediaType }),
  ];
}

/** BuildKit's attestation: what it says of its image is asked of the index (docs.docker.com/build/metadata/attestations). */
export function attestationCommands(subject: CommandSubject, digest: string): readonly Command[] {
  const { repository, indexDigest } = subject;
  const make = commandMaker(repository);
  const inspect = (title: string, template: string, index: string) =>
    make(
      'Look at it',
      title,
      'docker buildx',
      ['imagetools', 'inspect'],
      ['--format', template, byDigest(repository, index)],
    );
  return [
    ...(indexDigest
      ? [
          inspect('Provenance of all platforms', '{{ json .Provenance }}', indexDigest),
          inspect('SBOM of all platforms', '{{ json .SBOM }}', indexDigest),
        ]
      : []),
    ...storedCommands(subject, digest),
  ];
}

/** The bytes of a manifest by every tool that gives them unchanged. */
export function storedCommands({ repository, descriptor }: CommandSubject, digest: string): readonly Command[] {
  const make = commandMaker(repository);
  const reference = byDigest(repository, digest);
  return [
    make('Look at it', asStored, 'crane', ['manifest'], [reference]),
    make('Look at it', asStored, 'skopeo', ['inspect'], ['--raw', `docker://${reference}`]),
    make('Look at it', asStored, 'oras', ['manifest', 'fetch'], [reference]),
    make('Look at it', asStored, 'regctl', ['manifest', 'get'], ['--format', 'raw-body', reference]),
    make('Look at it', asStored, 'docker buildx', ['imagetools', 'inspect'], ['--raw', reference]),
    curlCommand(repository, { title: asStored, path: `manifests/${digest}`, accept: acceptOf(descriptor?.mediaType) }),
  ];
}

function daemonNote({ host, isPlainHttp }: Repository): { readonly note?: string } {
  if (!isPlainHttp || isLoopback(host)) return {};
  return { note: `Over plain http the daemon has to list ${host} among its insecure-registries.` };
}

function acceptOf(mediaType: string | undefined): string {
  return mediaType || [mediaTypes.ociIndex, mediaTypes.ociManifest].join(', ');
}

function tagCommands({ repository }: CommandSubject, tag: string | undefined): readonly Command[] {
  if (!tag) return [];
  const reference = `${repository.host}/${repository.name}:${tag}`;
  return [commandMaker(repository)('Look at it', 'What the tag stands for now', 'crane', ['digest'], [reference])];
}

/** An OCI layout holds OCI manifests alone: others would come out under another digest, so they go to a plain folder. */
function copyCommand(subject: CommandSubject, digest: string, options: readonly string[]): Command {
  const { repository, descriptor } = subject;
  const isOci = descriptor?.mediaType.startsWith('application/vnd.oci.') ?? false;
  const words = [
    ...options,
    ...(repository.isPlainHttp ? ['--src-tls-verify=false'] : []),
    `docker://${byDigest(repository, digest)}`,
    isOci ? `oci:${folderOf(subject)}` : `dir:${folderOf(subject)}`,
  ];
  const title = `${options.length > 0 ? 'All its images' : 'This image'}, into ${isOci ? 'an OCI layout' : 'a folder'}`;
  return commandMaker({ ...repository, isPlainHttp: false })('Pull', title, 'skopeo', ['copy'], words);
}

/** The last part of the repository's name, which its grammar keeps plain. */
export function folderOf({ repository }: CommandSubject): string {
  return repository.name.slice(repository.name.lastIndexOf('/') + 1);
}
