import type { Descriptor } from '../../../oci/index.ts';
import { formatTime } from '../../kit/format.ts';
import { type KindRow, rows } from './factRow.ts';
import { envelopeRows } from './statement.ts';
import { readUntyped, type Untyped } from './untyped.ts';

const signatureKey = 'dev.cosignproject.cosign/signature';

/** What a cosign signature signs (github.com/sigstore/cosign, specs/SIGNATURE_SPEC.md): its payload is simple signing. */
export function simpleSigningRows(payload: Untyped, layer: Descriptor): readonly KindRow[] {
  const critical = payload.at('critical');
  const digest = critical.at('image', 'docker-manifest-digest').text;
  const { annotations = {} } = layer;
  return [
    ...rows(
      ['Signs', digest, digest],
      ['Claimed reference', critical.at('identity', 'docker-reference').text],
      ['Signature', annotations[signatureKey] ? 'present, not verified' : 'missing'],
    ),
    ...keyRows(annotations),
  ];
}

/** How a signature or attestation layer of cosign is to be trusted, as its annotations say. */
export function keyRows(annotations: Readonly<Record<string, string>>): readonly KindRow[] {
  const bundle = readUntyped(new TextEncoder().encode(annotations['dev.sigstore.cosign/bundle'] ?? ''));
  return rows(
    ['Key', annotations['dev.sigstore.cosign/certificate'] ? 'a certificate that came with it (keyless)' : undefined],
    ['Log entry', bundle.at('Payload', 'logIndex').text],
    ['Logged', loggedAt(bundle.at('Payload', 'integratedTime'))],
    ['Timestamp', annotations['dev.sigstore.cosign/rfc3161timestamp'] ? 'RFC 3161, not verified' : undefined],
  );
}

/** A Sigstore bundle (github.com/sigstore/protobuf-specs, sigstore_bundle.proto). */
export function bundleRows(bundle: Untyped): readonly KindRow[] {
  const material = bundle.at('verificationMaterial');
  const entry = material.at('tlogEntries', 0);
  const hasCertificate =
    material.at('certificate').keys.length > 0 || material.at('x509CertificateChain').keys.length > 0;
  return [
    ...(bundle.at('dsseEnvelope').keys.length > 0 ? envelopeRows(bundle.at('dsseEnvelope')) : []),
    ...rows(
      ['Bundle', bundle.at('mediaType').text],
      ['Signs', bundle.at('messageSignature').keys.length > 0 ? 'a digest, not verified' : undefined],
      ['Key', hasCertificate ? 'a certificate that came with it (keyless)' : material.at('publicKey', 'hint').text],
      ['Log entry', entry.at('logIndex').text],
      ['Logged', loggedAt(entry.at('integratedTime'))],
    ),
  ];
}

/** Reads seconds since 1970, 0 if they are not set; what is not a count of them is given as it is stated. */
function loggedAt({ text }: Untyped): string | undefined {
  if (text === '0') return undefined;
  return (/^\d{1,11}$/.test(text) ? formatTime(Number(text) * 1000) : undefined) ?? text;
}
