/** Explains a store in memory, used if the browser offers no database. */
export const volatileStoreText =
  'Your browser doesn’t let this page store anything; private windows often block storage. What you open is lost when you close the page.';
