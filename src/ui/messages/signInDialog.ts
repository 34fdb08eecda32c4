/** Texts of the sign-in dialog and the button that opens it. */
export const signInMessages = {
  title: (host: string) => `Sign in to ${host}`,
  submit: 'Sign in',
  cancel: 'Cancel',
  username: 'Username',
  password: 'Password or token',
  rejectedBefore: (host: string) => `${host} rejected your saved credentials.`,
  /** Precedes the hosts that receive the credentials; `trust` follows them. */
  sentTo: 'Your credentials will be sent to ',
  trust: '. Continue only if you trust it.',
  plainHttp: ' Plain HTTP is not encrypted.',
  chooseScheme: (host: string) =>
    `${host} doesn't expose WWW-Authenticate, so choose how it authenticates. Basic is right for most registries with a password file.`,
  remember: 'Keep on this device, encrypted',
  session: 'Otherwise you are signed out when you close the last tab of this app.',
  insecurePage:
    "This page was loaded over plain HTTP, so your sign-in can't be encrypted: you are signed out when you close this page.",
  sentOnlyTo: (host: string) => ` Your credentials are sent only to ${host} and its token service.`,
  rejected: (host: string) => `${host} rejected this username or password. They weren't saved.`,
  denied: (host: string) => `${host} denies access to this account (403). The sign-in wasn't saved.`,
  failed: (title: string, next: string) => `${title}. The sign-in wasn't saved. ${next}`,
} as const;

/** Texts of the fields that choose how a registry authenticates. */
export const schemeMessages = {
  scheme: 'Authentication',
  auto: 'Auto-detect',
  basic: 'Basic (password)',
  bearer: 'Bearer (token service)',
  realm: 'Token service URL',
  service: 'Service',
} as const;
