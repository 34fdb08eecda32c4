import { useState } from 'react';
import styles from './settings.module.css';

/** How a registry is told who asks, as fields of a form that `readScheme` reads. */
export function SchemeFields({
  auth,
  mayBeOpen = false,
}: {
  /** `basic`, `{realm, service}`, or nothing: as the registry says. */
  readonly auth?: unknown;
  readonly mayBeOpen?: boolean;
}) {
  const service = typeof auth === 'object' && auth !== null ? new Map(Object.entries(auth)) : undefined;
  const [scheme, setScheme] = useState(service ? 'bearer' : mayBeOpen && auth !== 'basic' ? '' : 'basic');
  return (
    <>
      <label className={styles.field}>
        Authentication
        <select name="scheme" value={scheme} onChange={(event) => setScheme(event.target.value)}>
          {mayBeOpen ? <option value="">Auto-detect</option> : null}
          <option value="basic">Basic (password)</option>
          <option value="bearer">Bearer (token service)</option>
        </select>
      </label>
      {scheme === 'bearer' ? (
        <>
          <label className={styles.field}>
            Token service URL
            <input
              name="realm"
              type="url"
              required
              placeholder="https://auth.example/token"
              defaultValue={String(service?.get('realm') ?? '')}
            />
          </label>
          <label className={styles.field}>
            Service
            <input name="service" placeholder="registry.example" defaultValue={String(service?.get('service') ?? '')} />
          </label>
        </>
      ) : null}
    </>
  );
}
