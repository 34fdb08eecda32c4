import { createStore } from '../kit/createStore.ts';

/** Path of the layer under the pointer or with the focus, in the tree, the bar, its legend or the table; all four mark it. */
export const linkedLayer = createStore('');

/** Returns the handlers of an element that shows a layer. */
export function linkHandlers(path: string) {
  const link = () => linkedLayer.set(path);
  const unlink = () => {
    if (linkedLayer.get() === path) linkedLayer.set('');
  };
  return { onPointerEnter: link, onPointerLeave: unlink, onFocus: link, onBlur: unlink };
}
