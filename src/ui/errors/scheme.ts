/** Returns the `auth` of a host entry from a form; undefined for auto-detect. */
export function readScheme(form: FormData): unknown {
  const [scheme, realm, service] = ['scheme', 'realm', 'service'].map((name) => textOf(form, name));
  if (scheme === 'basic') return scheme;
  return scheme === 'bearer' ? { realm, ...(service ? { service } : {}) } : undefined;
}

/** Returns the trimmed value of a form field. */
export function textOf(form: FormData, name: string): string {
  return String(form.get(name) ?? '').trim();
}
