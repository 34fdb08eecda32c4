import { isAttestationType, mediaTypeEssence } from '../../../oci/index.ts';
import { commandNotes, commandTitles } from '../../messages/commandsView.ts';
import type { Command, CommandSubject } from './command.ts';
import { storedCommands } from './manifestCommands.ts';
import { byDigest, commandMaker } from './tools.ts';

/** Returns commands for an artifact: a chart, a signature, an SBOM, files. */
export function artifactCommands(subject: CommandSubject, digest: string): readonly Command[] {
  const make = commandMaker(subject.repository);
  return [
    ...helmCommands(subject),
    make('pull', commandTitles.artifactFiles, 'oras', ['pull'], [byDigest(subject.repository, digest)], {
      note: commandNotes.artifactFiles,
    }),
    ...verifyCommands(subject),
    ...storedCommands(subject, digest),
  ];
}

/** Returns the command that pulls a chart by version. In its tag `_` replaces the `+` (helm.sh/docs/topics/registries). */
function helmCommands({ repository, artifactType, tag, annotations }: CommandSubject): readonly Command[] {
  if (!mediaTypeEssence(artifactType ?? '').startsWith('application/vnd.cncf.helm.config')) return [];
  const version = annotations['org.opencontainers.image.version'] ?? tag?.replaceAll('_', '+');
  if (!version) return [];
  const chart = `oci://${repository.host}/${repository.name}`;
  const note = commandNotes.chart;
  return [
    commandMaker(repository)('pull', commandTitles.chart, 'helm', ['pull'], [chart, '--version', version], { note }),
  ];
}

/** Returns commands that verify a signature on its subject. The key or the identity has to be filled in by the person. */
function verifyCommands(subject: CommandSubject): readonly Command[] {
  const { repository, subjectDigest } = subject;
  const verb = verifyVerb(subject);
  if (!verb || !subjectDigest) return [];
  const make = commandMaker(repository);
  const titles = verb[0] === 'verify' ? commandTitles.verifySignature : commandTitles.verifyAttestation;
  const reference = byDigest(repository, subjectDigest);
  const identity = ['--certificate-identity', 'IDENTITY', '--certificate-oidc-issuer', 'ISSUER'];
  return [
    make('inspect', titles.key, 'cosign', verb, ['--key', 'cosign.pub', reference], { note: commandNotes.key }),
    make('inspect', titles.identity, 'cosign', verb, [...identity, reference], { note: commandNotes.identity }),
  ];
}

function verifyVerb({ artifactType = '', contentTypes, annotations }: CommandSubject): readonly string[] | undefined {
  const types = [artifactType, ...contentTypes].map(mediaTypeEssence);
  const holds = (part: string) => types.some((type) => type.includes(part));
  const predicate = annotations['dev.sigstore.bundle.predicateType'] ?? annotations.predicateType;
  if (holds('vnd.dev.cosign.simplesigning') || holds('vnd.dev.cosign.artifact.sig')) return ['verify'];
  const isStatement = types.some(isAttestationType) || holds('vnd.dsse.envelope');
  if (!isStatement && !holds('vnd.dev.sigstore.bundle')) return undefined;
  if (!isStatement && (!predicate || /sigstore\.dev\/cosign\/sign\//.test(predicate))) return ['verify'];
  return ['verify-attestation', ...(predicate ? ['--type', predicate] : [])];
}
