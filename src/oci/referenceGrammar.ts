// The grammar of distribution/reference's regexp.go. Text is split at its separators first, so that no pattern is ambiguous and
// none is slow on hostile text.

/** `host[:port]`: names of letters, digits and inner hyphens, or hex and colons in brackets. */
export function isDomain(text: string): boolean {
  const [, host = '', port] = /^(\[[a-fA-F0-9:]+\]|[^:[\]]*)(?::([0-9]+))?$/.exec(text) ?? [];
  if (host === '' || (port === undefined && text.length !== host.length)) return false;
  return host.startsWith('[') || host.split('.').every(isDomainComponent);
}

/** `component[/component…]`, lower case; components joined by `.`, `_`, `__` or any number of hyphens. */
export function isPath(text: string): boolean {
  return text.split('/').every(isPathComponent);
}

export function isTag(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(text);
}

/** `algorithm:hex` with at least 32 digits of either case and any algorithm. */
export function isDigestShape(text: string): boolean {
  const [algorithm = '', hex, more] = text.split(':', 3);
  if (hex === undefined || more !== undefined || hex.length < 32 || !/^[0-9a-fA-F]+$/.test(hex)) return false;
  return algorithm.split(/[-_+.]/).every((part) => /^[A-Za-z][A-Za-z0-9]*$/.test(part));
}

function isDomainComponent(text: string): boolean {
  return /^[a-zA-Z0-9-]+$/.test(text) && !text.startsWith('-') && !text.endsWith('-');
}

function isPathComponent(text: string): boolean {
  if (!/^[a-z0-9._-]+$/.test(text) || !/^[a-z0-9]/.test(text) || !/[a-z0-9]$/.test(text)) return false;
  return text
    .split(/[a-z0-9]+/)
    .slice(1, -1)
    .every((separator) => /^(?:[._]|__|-+)$/.test(separator));
}
