/** The `auth` of a host's entry that a form says; undefined where the registry is left to say it. */
export function readScheme(form: FormData): unknown {
  const [scheme, realm, service] = ['scheme', 'realm', 'service'].map((name) => textOf(form, name));
  if (scheme === 'basic') return scheme;
  return scheme === 'bearer' ? { realm, ...(service ? { service } : {}) } : undefined;
}

/** What was typed into a field, without what stands around it. */
export function textOf(form: FormData, name: string): string {
  return String(form.get(name) ?? '').trim();
}
