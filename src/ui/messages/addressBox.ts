/** Text of the address box. */
export const addressMessages = {
  label: 'Image reference',
  placeholder: 'docker.io/library/alpine:3.22, host/name@sha256:…, or a digest',
} as const;
