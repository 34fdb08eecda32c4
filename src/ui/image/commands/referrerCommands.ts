import { mediaTypes, referrersTag } from '../../../oci/index.ts';
import { commandTitles } from '../../messages/commandsView.ts';
import type { Command, CommandSubject } from './command.ts';
import { curlCommand } from './curl.ts';
import { byDigest, commandMaker } from './tools.ts';

/** Returns commands that list the referrers of a manifest. */
export function referrerCommands({ repository }: CommandSubject, digest: string): readonly Command[] {
  const make = commandMaker(repository);
  const reference = byDigest(repository, digest);
  const accept = mediaTypes.ociIndex;
  const title = commandTitles.referrers;
  return [
    make('inspect', title, 'oras', ['discover'], [reference]),
    make('inspect', title, 'regctl', ['artifact', 'list'], [reference]),
    make('inspect', commandTitles.signatureTree, 'cosign', ['tree'], [reference]),
    curlCommand(repository, { title, path: `referrers/${digest}`, accept }),
    curlCommand(repository, {
      title: commandTitles.referrersByTag,
      path: `manifests/${referrersTag(digest)}`,
      accept,
    }),
  ];
}
