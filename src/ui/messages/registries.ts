export const registriesMessages = {
  title: 'Registries',
  signIns: 'Sign-ins',
  notSignedIn: "Not signed in. You'll be asked when a registry requires it.",
  byToken: 'by token',
  asUser: (name: string) => `as ${name}`,
  onDevice: 'saved on this device (encrypted)',
  forSession: 'for this session',
  alsoSentTo: (realms: readonly string[]) => `, also sent to ${realms.join(', ')}`,
  signOut: 'Sign out',
  signOutOf: (host: string) => `Sign out of ${host}`,
  hosts: 'Hosts',
  hostsLead:
    'Registries are contacted over HTTPS, those on this machine over HTTP. Override the server, mirrors, protocol or authentication here.',
  hostsIgnored: (fault: string) => `The hosts.json of this site is ignored: ${fault}.`,
  addHost: 'Add host',
  edit: 'Edit',
  editHost: (host: string) => `Edit ${host}`,
  reset: 'Reset',
  resetHost: (host: string) => `Reset your settings for ${host}`,
  mirrors: (mirrors: readonly unknown[]) => `mirrors ${mirrors.join(', ')}`,
  byGateway: "through this site's gateway",
  atServer: (server: string) => `at ${server}`,
  plainHttp: 'plain HTTP',
  setByYou: 'set by you',
  setBySite: 'set by this site',
  repositories: 'Repositories of this host',
};

export const hostFormMessages = {
  newHost: 'New host',
  host: 'Host',
  server: 'Server',
  mirrors: 'Mirrors (one per line, tried in order)',
  plainHttp: 'Use plain HTTP (insecure)',
  save: 'Save',
  cancel: 'Cancel',
};

export const hostTestMessages = {
  test: 'Test connection',
  testHost: (host: string) => `Test connection: ${host}`,
  testing: 'Testing…',
  failed: (message: string) => `✕ ${message}`,
  succeeded: (url: string, durationMs: number) => `✓ ${url} responded in ${durationMs} ms`,
};
