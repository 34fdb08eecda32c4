type Program = 'chromium' | 'firefox-esr' | 'docker-registry' | 'skopeo' | 'umoci' | 'nginx' | 'caddy' | 'htpasswd';
export function findProgram(name: Program): string | undefined;
export function requirePrograms(names: readonly Program[]): void;
export const chromiumFlags: string[];
