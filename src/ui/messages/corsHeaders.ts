/** What a registry has to say to browsers, beside the origin that it allows. */
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

/** Name and value as one line of each has them. */
export function corsLines(origin: string): readonly (readonly [string, string])[] {
  return [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Allow-Methods', corsHeaders.methods.join(', ')],
    ['Access-Control-Allow-Headers', corsHeaders.requestHeaders.join(', ')],
    ['Access-Control-Expose-Headers', corsHeaders.exposed.join(', ')],
    ['Access-Control-Max-Age', '86400'],
  ];
}
