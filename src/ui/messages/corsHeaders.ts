/** CORS header values a registry has to send, besides the allowed origin. */
export const corsHeaders = {
  methods: ['GET', 'HEAD', 'OPTIONS'],
  requestHeaders: ['Authorization', 'Accept', 'Range'],
  exposed: [
    'Docker-Content-Digest',
    'Link',
    'WWW-Authenticate',
    'Content-Range',
    'Accept-Ranges',
    'OCI-Subject',
    'OCI-Filters-Applied',
  ],
} as const;

/** Returns the name and value of each CORS header for this origin. */
export function corsLines(origin: string): readonly (readonly [string, string])[] {
  return [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Allow-Methods', corsHeaders.methods.join(', ')],
    ['Access-Control-Allow-Headers', corsHeaders.requestHeaders.join(', ')],
    ['Access-Control-Expose-Headers', corsHeaders.exposed.join(', ')],
    ['Access-Control-Max-Age', '86400'],
  ];
}
