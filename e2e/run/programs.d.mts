type WebKitProgram = 'WebKitWebDriver' | 'MiniBrowser' | 'xvfb-run' | 'xauth';
type Program =
  | 'chromium'
  | 'firefox-esr'
  | 'docker-registry'
  | 'skopeo'
  | 'umoci'
  | 'nginx'
  | 'caddy'
  | 'htpasswd'
  | WebKitProgram;
export function findProgram(name: Program): string | undefined;
export function requirePrograms(names: readonly Program[]): void;
export const chromiumFlags: string[];
export const webKitPrograms: readonly WebKitProgram[];
