import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** The options of a list, and what its keys do. */
export interface ChoiceOptions<Item> {
  /** In the order shown. */
  readonly found: readonly Item[];
  readonly listId: string;
  /** True if no option is active until an arrow key is pressed: then Enter, Home and End are left to the input. */
  readonly isOptional?: boolean;
  readonly onChoose: (item: Item) => void;
}

/**
 * Adds the keys of an editable combobox with a list (w3.org/WAI/ARIA/apg/patterns/combobox) to an input that existed, and may have
 * text, before the list did.
 */
export function useChoice<Item extends { readonly id: string }>(
  input: RefObject<HTMLInputElement | null>,
  { found, listId, isOptional = false, onChoose }: ChoiceOptions<Item>,
): { readonly chosen: Item | undefined; readonly choose: (id: string) => void } {
  const [id, setId] = useState<string>();
  const index = Math.max(
    isOptional ? -1 : 0,
    found.findIndex((one) => one.id === id),
  );
  const chosen = found[index];
  const press = (event: KeyboardEvent) => {
    if (event.isComposing || event.altKey || event.shiftKey || (isOptional && found.length === 0)) return;
    const next = nextIndex(event.key, index, found.length);
    const isUsed = next === undefined ? event.key === 'Enter' && !(isOptional && !chosen) : true;
    if (!isUsed) return;
    event.preventDefault();
    if (next !== undefined) setId(found[next]?.id);
    else if (chosen) onChoose(chosen);
  };
  const latest = useRef(press);
  latest.current = press;
  useEffect(() => {
    const field = input.current;
    const keydown = (event: KeyboardEvent) => latest.current(event);
    // After typing, the option that was active at first is active again.
    const forget = () => setId(undefined);
    field?.addEventListener('keydown', keydown);
    field?.addEventListener('input', forget);
    return () => {
      field?.removeEventListener('keydown', keydown);
      field?.removeEventListener('input', forget);
    };
  }, [input]);
  const active = chosen ? optionId(listId, index) : undefined;
  const isExpanded = found.length > 0;
  useLayoutEffect(() => {
    const field = input.current;
    field?.setAttribute('aria-controls', listId);
    return () => {
      field?.removeAttribute('aria-controls');
      field?.removeAttribute('aria-activedescendant');
      field?.setAttribute('aria-expanded', 'false');
    };
  }, [input, listId]);
  useLayoutEffect(() => {
    const field = input.current;
    field?.setAttribute('aria-expanded', String(isExpanded));
    if (active === undefined) field?.removeAttribute('aria-activedescendant');
    else field?.setAttribute('aria-activedescendant', active);
    field?.ownerDocument.getElementById(active ?? '')?.scrollIntoView({ block: 'nearest' });
  }, [input, active, isExpanded]);
  return { chosen, choose: setId };
}

export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

/** Returns the next index, wrapping around; undefined for a key that does not move. `index` is -1 if no option is active. */
function nextIndex(key: string, index: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return (index + 1) % count;
    case 'ArrowUp':
      return (Math.max(index, 0) + count - 1) % count;
    case 'Home':
      return index < 0 ? undefined : 0;
    case 'End':
      return index < 0 ? undefined : count - 1;
    default:
      return undefined;
  }
}
