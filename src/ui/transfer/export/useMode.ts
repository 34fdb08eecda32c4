import { useEffect, useState } from 'react';
import type { Mode } from '../../../client/index.ts';
import { useEnvironment } from '../../state/environment.ts';

/** Returns whether a service worker or a dedicated worker answers requests; undefined until that is known. */
export function useMode(): Mode | undefined {
  const { client } = useEnvironment();
  const [mode, setMode] = useState<Mode>();
  useEffect(() => {
    void client.mode.then(setMode);
  }, [client]);
  return mode;
}
