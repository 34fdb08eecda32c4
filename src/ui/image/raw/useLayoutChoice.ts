import { useMemo, useState } from 'react';
import { localStorageOf } from '../../../client/index.ts';
import { useEnvironment } from '../../state/environment.ts';
import type { RawText } from './readText.ts';

const setting = 'ociscope:settings:json-layout';

/** Returns whether JSON is indented, with a setter: the stored choice, else true if the document is on one line. */
export function useLayoutChoice(raw: RawText): readonly [boolean, (isIndented: boolean) => void] {
  const { window } = useEnvironment();
  const storage = localStorageOf(window);
  const [chosen, setChosen] = useState(() => storage.read(setting));
  const isOneLine = useMemo(() => raw.kind === 'json' && !raw.tokens.text.trim().includes('\n'), [raw]);
  const choose = (isIndented: boolean) => {
    const choice = isIndented ? 'indented' : 'stored';
    setChosen(choice);
    storage.write(setting, choice);
  };
  if (raw.kind !== 'json') return [false, choose];
  return [chosen === 'indented' || (chosen !== 'stored' && isOneLine), choose];
}
