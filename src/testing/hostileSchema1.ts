import { textInBase64Url } from './signedDocument.ts';

/** What a hostile registry answers under the digest of a document that it does not like. */
export interface HostileDocument {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const body = '"schemaVersion":1,"name":"evil/app","tag":"t","architecture":"amd64","fsLayers":[],"history":[]';

/**
 * Documents that claim to be signed schema1 manifests of which `payload` is what was signed, so that their registry digest
 * is the payload's. None of them is the payload with signatures added.
 */
export function hostileDocuments(payload: string): readonly HostileDocument[] {
  const whole = signature(0, payload);
  return [
    document('another document around it', `{${body},"signatures":[${whole}]}`),
    document('an unknown type', `{"mediaType":"application/x","signatures":[${whole}]}`),
    document('the type of an index', `{"mediaType":"application/vnd.oci.image.index.v1+json","signatures":[${whole}]}`),
    document('nothing but signatures', `{"signatures":[${whole}]}`),
    document('two protected headers', `{${body},"signatures":[${signature(0, '')},${whole}]}`),
    document('a payload that begins as the document', `{${body},"signatures":[${signature(1, payload.slice(1))}]}`),
    document('signatures before its own members', `{"signatures":[${whole}],${body}}`),
    ...(payload.startsWith('{') ? shadowed(payload) : []),
  ];
}

/** The payload's own text with members that are not signed, or that are signed and not there. */
function shadowed(payload: string): readonly HostileDocument[] {
  const open = payload.slice(0, payload.lastIndexOf('}'));
  const tail = payload.slice(open.length);
  const signed = signature(open.length, tail);
  const inside = payload.indexOf('"', 2) - 1;
  return [
    document('an unsigned member behind', `${open},"signatures":[${signed}],"tag":"evil"${tail}`),
    document('an unsigned member before', `${open},"tag":"evil","signatures":[${signed}]${tail}`),
    document('an unsigned member of other case', `${open},"signatures":[${signed}],"FSLAYERS":[]${tail}`),
    document('a member of other case for signatures', `${open},"Signatures":[],"signatures":[${signed}]${tail}`),
    document(
      'signatures twice, one of them signed',
      `${open},"signatures":[],"signatures":[${signature(0, payload)}],"x":1}`,
    ),
    document(
      'a length inside of a string',
      `${open},"signatures":[${signature(inside, payload.slice(inside))}],"x":1}`,
    ),
  ];
}

function document(name: string, text: string): HostileDocument {
  return { name, bytes: new TextEncoder().encode(text) };
}

function signature(formatLength: number, tail: string): string {
  const header = JSON.stringify({ formatLength, formatTail: textInBase64Url(tail) });
  return JSON.stringify({ header: { alg: 'ES256' }, signature: 'c2ln', protected: textInBase64Url(header) });
}
