import type { Descriptor } from '../../../oci/index.ts';
import { formatTime } from '../../kit/format.ts';
import { artifactMessages, artifactTerms } from '../../messages/artifacts.ts';
import { type FactRow, factRows } from './factRow.ts';
import { envelopeRows } from './statement.ts';
import { readUntyped, type Untyped } from './untyped.ts';

const signatureKey = 'dev.cosignproject.cosign/signature';

/** Reads the simple signing payload of a cosign signature (github.com/sigstore/cosign, specs/SIGNATURE_SPEC.md). */
export function simpleSigningRows(payload: Untyped, layer: Descriptor): readonly FactRow[] {
  const critical = payload.at('critical');
  const digest = critical.at('image', 'docker-manifest-digest').text;
  const { annotations = {} } = layer;
  return [
    ...factRows(
      [artifactTerms.signedDigest, digest, digest],
      [artifactTerms.claimedReference, critical.at('identity', 'docker-reference').text],
      [artifactTerms.signature, annotations[signatureKey] ? artifactMessages.present : artifactMessages.missing],
    ),
    ...keyRows(annotations),
  ];
}

/** Reads the certificate, log entry and timestamp in the annotations of a cosign signature or attestation. */
export function keyRows(annotations: Readonly<Record<string, string>>): readonly FactRow[] {
  const bundle = readUntyped(new TextEncoder().encode(annotations['dev.sigstore.cosign/bundle'] ?? ''));
  return factRows(
    [artifactTerms.key, annotations['dev.sigstore.cosign/certificate'] ? artifactMessages.certificate : undefined],
    [artifactTerms.logEntry, bundle.at('Payload', 'logIndex').text],
    [artifactTerms.logged, loggedAt(bundle.at('Payload', 'integratedTime'))],
    [
      artifactTerms.timestamp,
      annotations['dev.sigstore.cosign/rfc3161timestamp'] ? artifactMessages.timestamp : undefined,
    ],
  );
}

/** Reads a Sigstore bundle (github.com/sigstore/protobuf-specs, sigstore_bundle.proto). */
export function bundleRows(bundle: Untyped): readonly FactRow[] {
  const material = bundle.at('verificationMaterial');
  const entry = material.at('tlogEntries', 0);
  const hasCertificate =
    material.at('certificate').keys.length > 0 || material.at('x509CertificateChain').keys.length > 0;
  return [
    ...(bundle.at('dsseEnvelope').keys.length > 0 ? envelopeRows(bundle.at('dsseEnvelope')) : []),
    ...factRows(
      [artifactTerms.bundle, bundle.at('mediaType').text],
      [artifactTerms.signature, bundle.at('messageSignature').keys.length > 0 ? artifactMessages.present : undefined],
      [artifactTerms.key, hasCertificate ? artifactMessages.certificate : material.at('publicKey', 'hint').text],
      [artifactTerms.logEntry, entry.at('logIndex').text],
      [artifactTerms.logged, loggedAt(entry.at('integratedTime'))],
    ),
  ];
}

/** Formats seconds since 1970; undefined for 0 (not set); returns any other text unchanged. */
function loggedAt({ text }: Untyped): string | undefined {
  if (text === '0') return undefined;
  return (/^\d{1,11}$/.test(text) ? formatTime(Number(text) * 1000) : undefined) ?? text;
}
