/** A repository of a registry: `host` as in a reference (`docker.io`, `localhost:5000`), `name` its path. */
export interface Repository {
  readonly host: string;
  readonly name: string;
}
