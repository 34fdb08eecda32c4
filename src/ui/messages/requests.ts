import { formatCount } from '../kit/format.ts';

export const requestsMessages = {
  title: 'Requests',
  lead: 'Requests, responses and warnings, newest first',
  kinds: { sent: 'To registries', answered: 'To this page', warning: 'Warnings' },
  shown: 'Show',
  refresh: 'Refresh',
  copy: 'Copy as text',
  empty: 'No matching entries',
  count: (count: number, max: number) =>
    `${formatCount(count, 'entry', 'entries')}, up to the newest ${max}. Passwords and tokens are never logged.`,
  table: 'Log',
  columns: {
    time: 'Time',
    request: 'Request',
    status: 'Status',
    size: 'Size',
    duration: 'Duration',
    notes: 'Notes',
  },
  failed: 'failed',
  preflight: 'CORS preflight',
  authorized: 'authenticated',
  attempt: (count: number) => `attempt ${count}`,
};
