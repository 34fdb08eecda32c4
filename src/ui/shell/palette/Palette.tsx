import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';
import { Results } from '../../actions/find/Results.tsx';
import { type Found, findActions } from '../../actions/find/rank.ts';
import { useChoice } from '../../actions/find/useChoice.ts';
import { isPaletteKey } from '../../actions/paletteKey.ts';
import parts from '../../kit/parts.module.css';
import { paletteMessages } from '../../messages/find/palette.ts';
import { useEnvironment } from '../../state/environment.ts';
import styles from './Palette.module.css';
import { useSections } from './useSections.ts';

const listId = 'found';

/** Lists the results for the text in `input`, by section. The input keeps the focus. */
export function Palette({ input }: { readonly input: RefObject<HTMLInputElement | null> }) {
  const [typed, setTyped] = useState(input.current?.value ?? '');
  const sections = findActions(useSections(typed), typed);
  const found = sections.flatMap((section) => section.found);
  const run = ({ action }: Found) => {
    if (!action.staysOpen) input.current?.closest('dialog')?.close();
    action.run();
  };
  const { chosen, choose } = useChoice(input, { found, listId, onChoose: run });
  useEffect(() => {
    const field = input.current;
    const read = () => setTyped(field?.value ?? '');
    read();
    field?.addEventListener('input', read);
    return () => field?.removeEventListener('input', read);
  }, [input]);
  useAttributes(input);
  useClosing(input);
  return (
    <div className={styles.list}>
      <Results
        sections={sections}
        listId={listId}
        label={paletteMessages.results}
        chosen={chosen}
        onPoint={choose}
        onRun={run}
      />
      <p role="status" className={found.length > 0 ? parts.hidden : styles.empty}>
        {found.length > 0 ? '' : paletteMessages.noResults}
      </p>
    </div>
  );
}

/** Makes a combobox of the input, which is rendered before its list is loaded. */
function useAttributes(input: RefObject<HTMLInputElement | null>): void {
  useLayoutEffect(() => {
    const field = input.current;
    if (!field) return;
    const attributes = {
      role: 'combobox',
      'aria-label': paletteMessages.input,
      'aria-autocomplete': 'list',
      autocomplete: 'off',
      autocapitalize: 'none',
      spellcheck: 'false',
    };
    for (const [name, value] of Object.entries(attributes)) field.setAttribute(name, value);
    field.placeholder = paletteMessages.placeholder;
  }, [input]);
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
