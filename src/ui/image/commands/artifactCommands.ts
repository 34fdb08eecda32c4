import { isAttestationType, mediaTypeEssence } from '../../../oci/index.ts';
import type { Command, CommandSubject } from './command.ts';
import { storedCommands } from './manifestCommands.ts';
import { byDigest, commandMaker } from './tools.ts';

/** Anything that is no image: a chart, a signature, an SBOM, files. */
export function artifactCommands(subject: CommandSubject, digest: string): readonly Command[] {
  const make = commandMaker(subject.repository);
  return [
    ...helmCommands(subject),
    make('Pull', 'Its files', 'oras', ['pull'], [byDigest(subject.repository, digest)], {
      note: 'Into this folder. What has no title annotation is left out.',
    }),
    ...verifyCommands(subject),
    ...storedCommands(subject, digest),
  ];
}

/** A chart is pulled by its version, which its tag is made of: tags have no `+` (helm.sh/docs/topics/registries). */
function helmCommands({ repository, artifactType, tag, annotations }: CommandSubject): readonly Command[] {
  if (!mediaTypeEssence(artifactType ?? '').startsWith('application/vnd.cncf.helm.config')) return [];
  const version = annotations['org.opencontainers.image.version'] ?? tag?.replaceAll('_', '+');
  if (!version) return [];
  const chart = `oci://${repository.host}/${repository.name}`;
  const note = 'By version: helm asks for the tag, which may stand for something else by now.';
  return [commandMaker(repository)('Pull', 'The chart', 'helm', ['pull'], [chart, '--version', version], { note })];
}

const keyNote = 'cosign.pub stands for the key of whom you trust.';
const identityNote = 'Put who may have signed, and who vouches for them, in the place of IDENTITY and ISSUER.';

/** Signatures are checked on what they are for, with a key or an identity that nobody but the person can name. */
function verifyCommands(subject: CommandSubject): readonly Command[] {
  const { repository, subjectDigest } = subject;
  const verb = verifyVerb(subject);
  if (!verb || !subjectDigest) return [];
  const make = commandMaker(repository);
  const reference = byDigest(repository, subjectDigest);
  const identity = ['--certificate-identity', 'IDENTITY', '--certificate-oidc-issuer', 'ISSUER'];
  return [
    make('Look at it', 'Is it signed by a key?', 'cosign', verb, ['--key', 'cosign.pub', reference], { note: keyNote }),
    make('Look at it', 'Is it signed by someone?', 'cosign', verb, [...identity, reference], { note: identityNote }),
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
