import { use } from 'react';
import type { Fetched } from '../../../client/index.ts';
import type { CheckedSignature, CheckedSignatures } from '../../../oci/index.ts';
import { Fact } from '../../kit/Fact.tsx';
import parts from '../../kit/parts.module.css';
import { signatureMessages, signatureText } from '../../messages/signatures.ts';

/** Shows the result for each signature of a schema1 manifest. Suspends until they are verified. */
export function SignatureFact({ fetched }: { readonly fetched: Fetched }) {
  const { signatures, more } = use(verifiedOnce(fetched));
  return (
    <Fact term={signatureMessages.term(signatures.length + more)} title={signatureMessages.termTitle}>
      {signatures.length === 0 ? signatureMessages.notSigned : null}
      {signatures.map((signature, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: signatures have no identity but their position
        <div key={index} data-signature={signature.state}>
          <Line signature={signature} />
        </div>
      ))}
      {more > 0 ? signatureMessages.more(more) : null}
    </Fact>
  );
}

function Line({ signature }: { readonly signature: CheckedSignature }) {
  if (signature.state !== 'valid') {
    const tone = signature.state === 'invalid' ? parts.bad : parts.muted;
    return <span className={tone}>{signatureText(signature)}</span>;
  }
  return (
    <>
      {signatureMessages.valid} <span className={parts.mono}>{signature.keyId}</span>{' '}
      <span className={parts.muted}>{signatureMessages.selfAsserted}</span>
    </>
  );
}

const verified = new WeakMap<Fetched, Promise<CheckedSignatures>>();

/** Verifies a document once, however often it is drawn. */
function verifiedOnce(fetched: Fetched): Promise<CheckedSignatures> {
  const known = verified.get(fetched) ?? verify(fetched);
  verified.set(fetched, known);
  return known;
}

async function verify({ bytes }: Fetched): Promise<CheckedSignatures> {
  const { verifySignatures } = await import('../../state/formats/schema1Document.ts');
  return verifySignatures(bytes);
}
