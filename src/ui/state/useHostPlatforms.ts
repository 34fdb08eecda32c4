import { useEffect, useState } from 'react';
import { useEnvironment } from './environment.ts';
import { type HostHints, type HostPlatforms, hostPlatforms } from './hostPlatforms.ts';

/** Returns the platforms of the user's machine; undefined until the browser has reported them. */
export function useHostPlatforms(): HostPlatforms | undefined {
  const { window } = useEnvironment();
  const [found, setFound] = useState<HostPlatforms>();
  useEffect(() => {
    let isMounted = true;
    readHints(window.navigator).then((hints) => {
      if (isMounted) setFound(hostPlatforms(hints));
    });
    return () => {
      isMounted = false;
    };
  }, [window]);
  return found;
}

async function readHints(navigator: Navigator): Promise<HostHints> {
  const { platform, userAgent, maxTouchPoints } = navigator;
  const reported = { platform, userAgent, maxTouchPoints };
  const hinted = 'userAgentData' in navigator ? navigator.userAgentData : undefined;
  if (!isHinting(hinted)) return reported;
  try {
    const values = await hinted.getHighEntropyValues(['architecture', 'bitness', 'wow64', 'platform']);
    return {
      ...reported,
      architecture: textOf(values.architecture),
      bitness: textOf(values.bitness),
      wow64: values.wow64 === true,
      system: textOf(values.platform),
    };
  } catch {
    // A permissions policy may forbid it; use the older properties then.
    return reported;
  }
}

interface Hinting {
  getHighEntropyValues(hints: readonly string[]): Promise<Readonly<Record<string, unknown>>>;
}

/** Missing from the DOM types: only Chromium has it, in secure contexts. */
function isHinting(value: unknown): value is Hinting {
  return typeof value === 'object' && value !== null && 'getHighEntropyValues' in value;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
