import { useEffect, useState } from 'react';
import { useEnvironment } from './environment.ts';
import { type HostHints, type HostPlatforms, hostPlatforms } from './hostPlatforms.ts';

/** What the person's own machine runs; undefined for the moment in which the browser is asked. */
export function useHostPlatforms(): HostPlatforms | undefined {
  const { window } = useEnvironment();
  const [found, setFound] = useState<HostPlatforms>();
  useEffect(() => {
    let isWanted = true;
    readHints(window.navigator).then((hints) => {
      if (isWanted) setFound(hostPlatforms(hints));
    });
    return () => {
      isWanted = false;
    };
  }, [window]);
  return found;
}

async function readHints(navigator: Navigator): Promise<HostHints> {
  const { platform, userAgent, maxTouchPoints } = navigator;
  const told = { platform, userAgent, maxTouchPoints };
  const hinted = 'userAgentData' in navigator ? navigator.userAgentData : undefined;
  if (!isHinting(hinted)) return told;
  try {
    const values = await hinted.getHighEntropyValues(['architecture', 'bitness', 'wow64', 'platform']);
    return {
      ...told,
      architecture: textOf(values.architecture),
      bitness: textOf(values.bitness),
      wow64: values.wow64 === true,
      system: textOf(values.platform),
    };
  } catch {
    // The page may be forbidden to ask: then what it was told has to do.
    return told;
  }
}

interface Hinting {
  getHighEntropyValues(hints: readonly string[]): Promise<Readonly<Record<string, unknown>>>;
}

/** The declarations do not have it: Chromium alone does, in secure contexts. */
function isHinting(value: unknown): value is Hinting {
  return typeof value === 'object' && value !== null && 'getHighEntropyValues' in value;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
