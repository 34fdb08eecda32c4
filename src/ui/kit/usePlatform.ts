import { createContext, useContext } from 'react';

/** The page's window and clock. */
export interface Platform {
  readonly window: Window;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
}

export const PlatformContext = createContext<Platform | undefined>(undefined);

/** Returns the platform that the page was started with. @throws Error outside of the app */
export function usePlatform(): Platform {
  const platform = useContext(PlatformContext);
  if (!platform) throw new Error('rendered outside of the app');
  return platform;
}
