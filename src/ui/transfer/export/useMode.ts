import { useEffect, useState } from 'react';
import type { Mode } from '../../../client/index.ts';
import { useEnvironment } from '../../state/environment.ts';

/** Where requests are answered; undefined until that is settled. */
export function useMode(): Mode | undefined {
  const { client } = useEnvironment();
  const [mode, setMode] = useState<Mode>();
  useEffect(() => {
    void client.mode.then(setMode);
  }, [client]);
  return mode;
}
