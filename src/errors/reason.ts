/** The reasons that a person is shown: the closed list of `data-reason` values (docs/design.md section 2). */
export const reasons = [
  'offline',
  'unreachable',
  'tls',
  'cors_missing',
  'cors_origin',
  'preflight_refused',
  'header_hidden',
  'redirect_cors',
  'mixed_content',
  'local_network',
  'unauthenticated',
  'denied',
  'not_found',
  'digest_mismatch',
  'too_large',
  'invalid_manifest',
  'invalid_reference',
  'unsupported',
  'rate_limited',
  'server_error',
  'quota',
  'corrupt',
  'internal',
] as const;

export type Reason = (typeof reasons)[number];
