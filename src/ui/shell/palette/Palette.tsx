import { type RefObject, useEffect, useState } from 'react';
import { isPaletteKey } from '../../actions/paletteKey.ts';
import { groupDigits } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { useEnvironment } from '../../state/environment.ts';
import { Option } from './Option.tsx';
import styles from './Palette.module.css';
import { type Found, findActions } from './rank.ts';
import { listId, optionId, useChoice } from './useChoice.ts';
import { useSections } from './useSections.ts';

/** What is found for what stands in `input`, under the kinds that it is of. The input keeps the focus. */
export function Palette({ input }: { readonly input: RefObject<HTMLInputElement | null> }) {
  const [typed, setTyped] = useState(input.current?.value ?? '');
  const sections = findActions(useSections(typed), typed);
  const found = sections.flatMap((section) => section.found);
  const places = new Map(found.map((one, index) => [one, index]));
  const run = ({ offer }: Found) => {
    if (!offer.staysOpen) input.current?.closest('dialog')?.close();
    offer.run();
  };
  const { chosen, choose } = useChoice(input, found, run);
  useEffect(() => {
    const field = input.current;
    const read = () => setTyped(field?.value ?? '');
    read();
    field?.addEventListener('input', read);
    return () => field?.removeEventListener('input', read);
  }, [input]);
  useClosing(input);
  return (
    <div className={styles.list}>
      <div role="listbox" id={listId} aria-label="Found">
        {sections.map(({ title, found: shown, more }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is no group of options
          <div key={title} role="group" aria-label={title} className={styles.section}>
            <div aria-hidden="true" className={styles.heading}>
              {title}
            </div>
            {shown.map((one) => (
              <Option
                key={one.id}
                found={one}
                id={optionId(places.get(one) ?? 0)}
                isChosen={one === chosen}
                onPoint={() => choose(one.id)}
                onRun={() => run(one)}
              />
            ))}
            {more > 0 ? (
              <div aria-hidden="true" className={styles.more}>
                and {groupDigits(more)} more: type to find them
              </div>
            ) : null}
          </div>
        ))}
      </div>
      <p role="status" className={found.length > 0 ? parts.hidden : styles.empty}>
        {found.length > 0
          ? ''
          : 'Nothing here is called that, and it is no reference such as docker.io/library/alpine:3.22.'}
      </p>
    </div>
  );
}

/** A click beside it, and the key that opened it, close it; Escape does so by itself. */
function useClosing(input: RefObject<HTMLInputElement | null>): void {
  const { window } = useEnvironment();
  useEffect(() => {
    const dialog = input.current?.closest('dialog');
    const click = ({ target }: MouseEvent) => target === dialog && dialog?.close();
    const press = (event: KeyboardEvent) => {
      if (!isPaletteKey(window, event)) return;
      event.preventDefault();
      // Else it would open anew at once.
      event.stopPropagation();
      dialog?.close();
    };
    dialog?.addEventListener('click', click);
    dialog?.addEventListener('keydown', press);
    return () => {
      dialog?.removeEventListener('click', click);
      dialog?.removeEventListener('keydown', press);
    };
  }, [window, input]);
}
