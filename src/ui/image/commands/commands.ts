import { isDigest } from '../../../oci/index.ts';
import { artifactCommands } from './artifactCommands.ts';
import { documentCommands, fileCommands, layersCommands } from './blobCommands.ts';
import type { Command, CommandSubject } from './command.ts';
import { attestationCommands, folderOf, imageCommands, indexCommands } from './manifestCommands.ts';
import { referrerCommands } from './referrerCommands.ts';

/**
 * Returns the commands for a node, the simplest first. They refer to content by digest and are quoted for a POSIX shell.
 * Empty if the descriptor's digest is not valid.
 *
 * Flags as documented by go-containerregistry cmd/crane/doc, skopeo(1), oras.land/docs/commands, regclient.org/cli,
 * docs.docker.com/reference/cli/docker, helm.sh/docs/helm and cosign's doc folder.
 */
export function commandsOf(subject: CommandSubject): readonly Command[] {
  const { kind, owner, descriptor } = subject;
  const digest = kind === 'layers' || kind === 'referrers' ? owner?.digest : descriptor?.digest;
  if (digest === undefined || !isDigest(digest)) return [];
  switch (kind) {
    case 'index':
      return indexCommands(subject, digest);
    case 'image':
      return imageCommands(subject, digest);
    case 'attestation':
      return attestationCommands(subject, digest);
    case 'artifact':
      return artifactCommands(subject, digest);
    case 'config':
      return documentCommands(subject, digest);
    case 'layers':
      return layersCommands(subject, folderOf(subject));
    case 'layer':
      return fileCommands(subject, digest);
    case 'blob':
      return isText(descriptor?.mediaType ?? '') ? documentCommands(subject, digest) : fileCommands(subject, digest);
    case 'referrers':
      return referrerCommands(subject, digest);
  }
}

function isText(mediaType: string): boolean {
  return /[+/]json$|^text\//.test(mediaType);
}
