import { parseRfc3339, zeroTimeMs } from '../../../oci/index.ts';
import { decodeBase64 } from '../../kit/base64.ts';
import { formatCount, formatStatedTime } from '../../kit/format.ts';
import { artifactMessages, artifactTerms } from '../../messages/artifacts.ts';
import { typeForm } from '../../tree/forms.ts';
import { type FactRow, factRows } from './factRow.ts';
import { readUntyped, type Untyped } from './untyped.ts';

/** Reads an in-toto statement (in-toto attestation v1): its type, its subjects, and the facts of known predicates. */
export function statementRows(statement: Untyped): readonly FactRow[] {
  const predicateType = statement.at('predicateType').text;
  const subjects = statement.at('subject').list;
  return [
    ...factRows([artifactTerms.type, typeForm(predicateType)?.name ?? ''], [artifactTerms.predicate, predicateType]),
    ...subjects.slice(0, maxSubjects).flatMap((subject) => subjectRows(subject)),
    ...factRows([
      '',
      subjects.length > maxSubjects ? artifactMessages.moreSubjects(subjects.length - maxSubjects) : '',
    ]),
    ...predicateRows(predicateType, statement.at('predicate')),
  ];
}

/** Reads a DSSE envelope (secure-systems-lab/dsse): the statement in its payload, and the number of signatures. */
export function envelopeRows(envelope: Untyped): readonly FactRow[] {
  const signatures = envelope.at('signatures').list;
  const payload = readUntyped(decodeBase64(envelope.at('payload').text) ?? new Uint8Array());
  return [
    ...statementRows(payload),
    ...factRows(
      [
        artifactTerms.signatures,
        signatures.length > 0 ? artifactMessages.signatures(signatures.length) : artifactMessages.none,
      ],
      [artifactTerms.key, signatures[0]?.at('keyid').text],
    ),
  ];
}

/** Reads an SBOM: SPDX 2 (spdx.github.io/spdx-spec) or CycloneDX (cyclonedx.org/docs). */
export function sbomRows(document: Untyped): readonly FactRow[] {
  if (document.at('bomFormat').text === 'CycloneDX') {
    const subject = document.at('metadata', 'component');
    return factRows(
      [artifactTerms.format, `CycloneDX ${document.at('specVersion').text}`.trim()],
      [artifactTerms.subject, [subject.at('name').text, subject.at('version').text].filter(Boolean).join(' ')],
      [artifactTerms.components, counted(document.at('components'), 'component')],
      [artifactTerms.vulnerabilities, counted(document.at('vulnerabilities'), 'vulnerability', 'vulnerabilities')],
      [artifactTerms.generated, formatStatedTime(document.at('metadata', 'timestamp').text)],
    );
  }
  return factRows(
    [artifactTerms.format, document.at('spdxVersion').text.replace('-', ' ')],
    [artifactTerms.subject, document.at('name').text],
    [artifactTerms.packages, counted(document.at('packages'), 'package')],
    [artifactTerms.files, counted(document.at('files'), 'file')],
    [
      artifactTerms.creators,
      document
        .at('creationInfo', 'creators')
        .list.map(({ text }) => text)
        .join(', '),
    ],
    [artifactTerms.generated, formatStatedTime(document.at('creationInfo', 'created').text)],
  );
}

const maxSubjects = 4;

function subjectRows(subject: Untyped): readonly FactRow[] {
  const stated = ['sha256', 'sha512', 'sha384'].map((name) => `${name}:${subject.at('digest', name).text}`);
  const digest = stated.find((each) => !each.endsWith(':'));
  const text = [subject.at('name').text, digest].filter(Boolean).join(' ');
  return factRows([artifactTerms.subject, text, digest]);
}

function predicateRows(type: string, predicate: Untyped): readonly FactRow[] {
  if (/spdx|cyclonedx/i.test(type)) return sbomRows(predicate);
  if (/slsa\.dev\/provenance\/v0/.test(type)) {
    const source = predicate.at('invocation', 'configSource');
    return factRows(
      [artifactTerms.builder, predicate.at('builder', 'id').text],
      [artifactTerms.buildType, predicate.at('buildType').text],
      [artifactTerms.source, [source.at('uri').text, source.at('entryPoint').text].filter(Boolean).join(' · ')],
      [artifactTerms.revision, source.at('digest', 'sha1').text],
      [artifactTerms.materials, counted(predicate.at('materials'), 'material')],
      [
        artifactTerms.build,
        span(predicate.at('metadata', 'buildStartedOn').text, predicate.at('metadata', 'buildFinishedOn').text),
      ],
    );
  }
  if (/slsa\.dev\/provenance/.test(type)) {
    const run = predicate.at('runDetails');
    const source = predicate.at('buildDefinition', 'externalParameters', 'configSource');
    return factRows(
      [artifactTerms.builder, run.at('builder', 'id').text],
      [artifactTerms.buildType, predicate.at('buildDefinition', 'buildType').text],
      [artifactTerms.source, [source.at('uri').text, source.at('path').text].filter(Boolean).join(' · ')],
      [
        artifactTerms.materials,
        counted(predicate.at('buildDefinition', 'resolvedDependencies'), 'dependency', 'dependencies'),
      ],
      [artifactTerms.build, span(run.at('metadata', 'startedOn').text, run.at('metadata', 'finishedOn').text)],
    );
  }
  if (/vuln/.test(type)) {
    const scanner = predicate.at('scanner');
    return factRows(
      [artifactTerms.scanner, [scanner.at('uri').text, scanner.at('version').text].filter(Boolean).join(' ')],
      [artifactTerms.results, counted(scanner.at('result'), 'result')],
    );
  }
  return factRows([artifactTerms.content, predicate.keys.slice(0, 12).join(', ')]);
}

function counted(value: Untyped, singular: string, plural?: string): string | undefined {
  return Array.isArray(value.value) ? formatCount(value.value.length, singular, plural) : undefined;
}

function span(from: string, to: string): string {
  const [start, end] = [parseRfc3339(from), parseRfc3339(to)];
  const stated = formatStatedTime(from || to);
  if (start === undefined || end === undefined || start === zeroTimeMs || end < start) return stated;
  return artifactMessages.duration(stated, Math.round((end - start) / 1000));
}
