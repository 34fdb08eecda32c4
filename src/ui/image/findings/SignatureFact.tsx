import { use } from 'react';
import type { Fetched } from '../../../client/index.ts';
import type { CheckedSignature, CheckedSignatures } from '../../../oci/index.ts';
import { Fact } from '../../kit/Fact.tsx';
import { groupDigits } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { signatureWords } from '../../messages/signatures.ts';

/** Whether the signatures of a schema1 manifest are valid, a line each; waits until they are verified. */
export function SignatureFact({ fetched }: { readonly fetched: Fetched }) {
  const { signatures, more } = use(verifiedOnce(fetched));
  return (
    <Fact
      term={signatures.length + more > 1 ? 'Signatures' : 'Signature'}
      title="Each is checked with the key that came with it. Anyone can make such a key: it does not say who signed."
    >
      {signatures.length === 0 ? 'not signed' : null}
      {signatures.map((signature, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: signatures have no name but their place
        <div key={index} data-signature={signature.state}>
          <Line signature={signature} />
        </div>
      ))}
      {more > 0 ? `and ${groupDigits(more)} more, not verified` : null}
    </Fact>
  );
}

function Line({ signature }: { readonly signature: CheckedSignature }) {
  if (signature.state !== 'valid') {
    const tone = signature.state === 'invalid' ? parts.bad : parts.muted;
    return <span className={tone}>{signatureWords(signature)}</span>;
  }
  return (
    <>
      matches key <span className={parts.mono}>{signature.keyId}</span>
      <span className={parts.muted}>, which came with it: anyone can make one</span>
    </>
  );
}

const verified = new WeakMap<Fetched, Promise<CheckedSignatures>>();

/** However often it is looked at. */
function verifiedOnce(fetched: Fetched): Promise<CheckedSignatures> {
  const known = verified.get(fetched) ?? verify(fetched);
  verified.set(fetched, known);
  return known;
}

async function verify({ bytes }: Fetched): Promise<CheckedSignatures> {
  const { verifySignatures } = await import('../../state/formats/schema1Document.ts');
  return verifySignatures(bytes);
}
