import { mediaTypes, referrersTag } from '../../../oci/index.ts';
import type { Command, CommandSubject } from './command.ts';
import { curlCommand } from './curl.ts';
import { byDigest, commandMaker } from './tools.ts';

/** What refers to a manifest. */
export function referrerCommands({ repository }: CommandSubject, digest: string): readonly Command[] {
  const make = commandMaker(repository);
  const reference = byDigest(repository, digest);
  const accept = mediaTypes.ociIndex;
  const title = 'What refers to it';
  return [
    make('Look at it', title, 'oras', ['discover'], [reference]),
    make('Look at it', title, 'regctl', ['artifact', 'list'], [reference]),
    make('Look at it', 'Its signatures and attestations', 'cosign', ['tree'], [reference]),
    curlCommand(repository, { title, path: `referrers/${digest}`, accept }),
    curlCommand(repository, {
      title: 'The same where the registry has no referrers API',
      path: `manifests/${referrersTag(digest)}`,
      accept,
    }),
  ];
}
