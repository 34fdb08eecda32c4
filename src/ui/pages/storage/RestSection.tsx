import { useState } from 'react';
import type { ContentResponse } from '../../../api/index.ts';
import { Size } from '../../kit/Fact.tsx';
import { groupDigits } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { countContent } from '../../messages/storage.ts';
import { BlobList } from './BlobList.tsx';
import styles from './storage.module.css';

/** What belongs to no image, and the way to every document and layer. */
export function RestSection({ facts: { loose, count } }: { readonly facts: ContentResponse }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section aria-labelledby="rest" className={styles.section}>
      <h2 id="rest">Everything else</h2>
      <p>
        {loose.count === 0 ? (
          'All that is held belongs to an image above.'
        ) : (
          <>
            {countContent(loose.count)}, <Size bytes={loose.bytes} />, {loose.count === 1 ? 'belongs' : 'belong'} to no
            image above: opened alone, or left by images that went.
          </>
        )}
      </p>
      <div className={styles.actions}>
        <button type="button" className={parts.button} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Hide' : 'Show'} all {groupDigits(count)} documents and layers
        </button>
      </div>
      {isOpen ? <BlobList /> : null}
    </section>
  );
}
