import { useState } from 'react';
import type { ContentResponse } from '../../../api/index.ts';
import { Size } from '../../kit/Fact.tsx';
import parts from '../../kit/parts.module.css';
import { countContent, itemsMessages } from '../../messages/storage.ts';
import { BlobList } from './BlobList.tsx';
import styles from './storage.module.css';

/** The amount of stored content outside of images, and the list of all stored items. */
export function RestSection({ facts: { loose, count } }: { readonly facts: ContentResponse }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section aria-labelledby="rest" className={styles.section}>
      <h2 id="rest">{itemsMessages.title}</h2>
      <p>
        {loose.count === 0 ? (
          itemsMessages.none
        ) : (
          <>
            {countContent(loose.count)}, <Size bytes={loose.bytes} />,{itemsMessages.loose(loose.count)}
          </>
        )}
      </p>
      <div className={styles.actions}>
        <button type="button" className={parts.button} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? itemsMessages.hide(count) : itemsMessages.show(count)}
        </button>
      </div>
      {isOpen ? <BlobList /> : null}
    </section>
  );
}
