import { useState } from 'react';
import { schemeMessages } from '../messages/signInDialog.ts';
import styles from './settings.module.css';

/** Form fields for how a registry authenticates; `readScheme` reads them. */
export function SchemeFields({
  auth,
  canAutoDetect = false,
}: {
  /** `basic`, `{realm, service}`, or undefined for auto-detect. */
  readonly auth?: unknown;
  readonly canAutoDetect?: boolean;
}) {
  const service = typeof auth === 'object' && auth !== null ? new Map(Object.entries(auth)) : undefined;
  const [scheme, setScheme] = useState(service ? 'bearer' : canAutoDetect && auth !== 'basic' ? '' : 'basic');
  return (
    <>
      <label className={styles.field}>
        {schemeMessages.scheme}
        <select name="scheme" value={scheme} onChange={(event) => setScheme(event.target.value)}>
          {canAutoDetect ? <option value="">{schemeMessages.auto}</option> : null}
          <option value="basic">{schemeMessages.basic}</option>
          <option value="bearer">{schemeMessages.bearer}</option>
        </select>
      </label>
      {scheme === 'bearer' ? (
        <>
          <label className={styles.field}>
            {schemeMessages.realm}
            <input
              name="realm"
              type="url"
              required
              placeholder="https://auth.example/token"
              defaultValue={String(service?.get('realm') ?? '')}
            />
          </label>
          <label className={styles.field}>
            {schemeMessages.service}
            <input name="service" placeholder="registry.example" defaultValue={String(service?.get('service') ?? '')} />
          </label>
        </>
      ) : null}
    </>
  );
}
