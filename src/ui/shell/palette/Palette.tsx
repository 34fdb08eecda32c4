import { type RefObject, useEffect, useState } from 'react';
import { isPaletteKey } from '../../actions/paletteKey.ts';
import parts from '../../kit/parts.module.css';
import { paletteMessages } from '../../messages/shell.ts';
import { useEnvironment } from '../../state/environment.ts';
import { Option } from './Option.tsx';
import styles from './Palette.module.css';
import { type Found, findActions } from './rank.ts';
import { listId, optionId, useChoice } from './useChoice.ts';
import { useSections } from './useSections.ts';

/** Lists the results for the text in `input`, by section. The input keeps the focus. */
export function Palette({ input }: { readonly input: RefObject<HTMLInputElement | null> }) {
  const [typed, setTyped] = useState(input.current?.value ?? '');
  const sections = findActions(useSections(typed), typed);
  const found = sections.flatMap((section) => section.found);
  const places = new Map(found.map((one, index) => [one, index]));
  const run = ({ action }: Found) => {
    if (!action.staysOpen) input.current?.closest('dialog')?.close();
    action.run();
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
      <div role="listbox" id={listId} aria-label={paletteMessages.results}>
        {sections.map(({ title, found: shown, more }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is not a group of options
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
                {paletteMessages.more(more)}
              </div>
            ) : null}
          </div>
        ))}
      </div>
      <p role="status" className={found.length > 0 ? parts.hidden : styles.empty}>
        {found.length > 0 ? '' : paletteMessages.noResults}
      </p>
    </div>
  );
}

/** Closes the palette on a click outside it and on its own shortcut. The dialog handles Escape. */
function useClosing(input: RefObject<HTMLInputElement | null>): void {
  const { window } = useEnvironment();
  useEffect(() => {
    const dialog = input.current?.closest('dialog');
    const click = ({ target }: MouseEvent) => target === dialog && dialog?.close();
    const press = (event: KeyboardEvent) => {
      if (!isPaletteKey(window, event)) return;
      event.preventDefault();
      // Otherwise the palette would open again at once.
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
