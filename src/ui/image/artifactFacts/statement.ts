import { parseRfc3339, zeroTimeMs } from '../../../oci/index.ts';
import { decodeBase64 } from '../../kit/base64.ts';
import { formatCount, formatStatedTime, groupDigits } from '../../kit/format.ts';
import { typeForm } from '../../tree/forms.ts';
import { type KindRow, rows } from './factRow.ts';
import { readUntyped, type Untyped } from './untyped.ts';

/** An in-toto statement (in-toto attestation v1): what it says about which subjects, with the facts of known predicates. */
export function statementRows(statement: Untyped): readonly KindRow[] {
  const predicateType = statement.at('predicateType').text;
  const subjects = statement.at('subject').list;
  return [
    ...rows(['States', typeForm(predicateType)?.name ?? ''], ['Predicate', predicateType]),
    ...subjects.slice(0, maxSubjects).flatMap((subject) => subjectRows(subject)),
    ...rows([
      '',
      subjects.length > maxSubjects ? `and ${groupDigits(subjects.length - maxSubjects)} more subjects` : '',
    ]),
    ...predicateRows(predicateType, statement.at('predicate')),
  ];
}

/** A DSSE envelope (secure-systems-lab/dsse): the statement in its payload, and how many signed it. */
export function envelopeRows(envelope: Untyped): readonly KindRow[] {
  const signatures = envelope.at('signatures').list;
  const payload = readUntyped(decodeBase64(envelope.at('payload').text) ?? new Uint8Array());
  return [
    ...statementRows(payload),
    ...rows(
      ['Signatures', signatures.length > 0 ? `${formatCount(signatures.length, 'signature')}, not verified` : 'none'],
      ['Key', signatures[0]?.at('keyid').text],
    ),
  ];
}

/** What is in an SBOM: SPDX 2 (spdx.github.io/spdx-spec) or CycloneDX (cyclonedx.org/docs). */
export function sbomRows(document: Untyped): readonly KindRow[] {
  if (document.at('bomFormat').text === 'CycloneDX') {
    const subject = document.at('metadata', 'component');
    return rows(
      ['Format', `CycloneDX ${document.at('specVersion').text}`.trim()],
      ['About', [subject.at('name').text, subject.at('version').text].filter(Boolean).join(' ')],
      ['Components', counted(document.at('components'), 'component')],
      ['Vulnerabilities', counted(document.at('vulnerabilities'), 'vulnerability', 'vulnerabilities')],
      ['Made', formatStatedTime(document.at('metadata', 'timestamp').text)],
    );
  }
  return rows(
    ['Format', document.at('spdxVersion').text.replace('-', ' ')],
    ['About', document.at('name').text],
    ['Packages', counted(document.at('packages'), 'package')],
    ['Files', counted(document.at('files'), 'file')],
    [
      'Made by',
      document
        .at('creationInfo', 'creators')
        .list.map(({ text }) => text)
        .join(', '),
    ],
    ['Made', formatStatedTime(document.at('creationInfo', 'created').text)],
  );
}

const maxSubjects = 4;

function subjectRows(subject: Untyped): readonly KindRow[] {
  const stated = ['sha256', 'sha512', 'sha384'].map((name) => `${name}:${subject.at('digest', name).text}`);
  const digest = stated.find((each) => !each.endsWith(':'));
  const text = [subject.at('name').text, digest].filter(Boolean).join(' ');
  return rows(['About', text, digest]);
}

function predicateRows(type: string, predicate: Untyped): readonly KindRow[] {
  if (/spdx|cyclonedx/i.test(type)) return sbomRows(predicate);
  if (/slsa\.dev\/provenance\/v0/.test(type)) {
    const source = predicate.at('invocation', 'configSource');
    return rows(
      ['Built by', predicate.at('builder', 'id').text],
      ['Build type', predicate.at('buildType').text],
      ['Source', [source.at('uri').text, source.at('entryPoint').text].filter(Boolean).join(' · ')],
      ['Revision', source.at('digest', 'sha1').text],
      ['Materials', counted(predicate.at('materials'), 'material')],
      [
        'Build',
        span(predicate.at('metadata', 'buildStartedOn').text, predicate.at('metadata', 'buildFinishedOn').text),
      ],
    );
  }
  if (/slsa\.dev\/provenance/.test(type)) {
    const run = predicate.at('runDetails');
    const source = predicate.at('buildDefinition', 'externalParameters', 'configSource');
    return rows(
      ['Built by', run.at('builder', 'id').text],
      ['Build type', predicate.at('buildDefinition', 'buildType').text],
      ['Source', [source.at('uri').text, source.at('path').text].filter(Boolean).join(' · ')],
      ['Materials', counted(predicate.at('buildDefinition', 'resolvedDependencies'), 'dependency', 'dependencies')],
      ['Build', span(run.at('metadata', 'startedOn').text, run.at('metadata', 'finishedOn').text)],
    );
  }
  if (/vuln/.test(type)) {
    const scanner = predicate.at('scanner');
    return rows(
      ['Scanner', [scanner.at('uri').text, scanner.at('version').text].filter(Boolean).join(' ')],
      ['Results', counted(scanner.at('result'), 'result')],
    );
  }
  return rows(['Holds', predicate.keys.slice(0, 12).join(', ')]);
}

function counted(value: Untyped, singular: string, plural?: string): string | undefined {
  return Array.isArray(value.value) ? formatCount(value.value.length, singular, plural) : undefined;
}

function span(from: string, to: string): string {
  const [start, end] = [parseRfc3339(from), parseRfc3339(to)];
  const stated = formatStatedTime(from || to);
  if (start === undefined || end === undefined || start === zeroTimeMs || end < start) return stated;
  return `${stated}, in ${groupDigits(Math.round((end - start) / 1000))} s`;
}
