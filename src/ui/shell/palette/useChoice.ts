import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { paletteMessages } from '../../messages/shell.ts';
import type { Found } from './rank.ts';

export const listId = 'found';

/**
 * Adds the keys of an editable combobox with a list (w3.org/WAI/ARIA/apg/patterns/combobox) to an input that existed, and may have
 * text, before the list did.
 */
export function useChoice(
  input: RefObject<HTMLInputElement | null>,
  found: readonly Found[],
  onChoose: (found: Found) => void,
): { readonly chosen: Found | undefined; readonly choose: (id: string) => void } {
  const [id, setId] = useState<string>();
  const index = Math.max(
    0,
    found.findIndex((one) => one.id === id),
  );
  const chosen = found[index];
  const press = (event: KeyboardEvent) => {
    if (event.isComposing || event.altKey || event.shiftKey) return;
    const next = nextIndex(event.key, index, found.length);
    if (next === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (next !== undefined) setId(found[next]?.id);
    else if (chosen) onChoose(chosen);
  };
  const latest = useRef(press);
  latest.current = press;
  useEffect(() => {
    const field = input.current;
    const keydown = (event: KeyboardEvent) => latest.current(event);
    // After typing, the first option is active again.
    const forget = () => setId(undefined);
    field?.addEventListener('keydown', keydown);
    field?.addEventListener('input', forget);
    return () => {
      field?.removeEventListener('keydown', keydown);
      field?.removeEventListener('input', forget);
    };
  }, [input]);
  const active = chosen ? optionId(index) : undefined;
  useLayoutEffect(() => {
    const field = input.current;
    if (!field) return;
    const attributes = {
      role: 'combobox',
      'aria-label': paletteMessages.input,
      'aria-controls': listId,
      'aria-autocomplete': 'list',
      autocomplete: 'off',
      autocapitalize: 'none',
      spellcheck: 'false',
    };
    for (const [name, value] of Object.entries(attributes)) field.setAttribute(name, value);
    field.placeholder = paletteMessages.placeholder;
  }, [input]);
  useLayoutEffect(() => {
    const field = input.current;
    field?.setAttribute('aria-expanded', String(active !== undefined));
    if (active === undefined) field?.removeAttribute('aria-activedescendant');
    else field?.setAttribute('aria-activedescendant', active);
    field?.ownerDocument.getElementById(active ?? '')?.scrollIntoView({ block: 'nearest' });
  }, [input, active]);
  return { chosen, choose: setId };
}

export function optionId(index: number): string {
  return `${listId}-${index}`;
}

/** Returns the next index, wrapping around; undefined for a key that does not move. */
function nextIndex(key: string, index: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return (index + 1) % count;
    case 'ArrowUp':
      return (index + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
