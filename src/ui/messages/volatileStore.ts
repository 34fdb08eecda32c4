/** Said where the browser offers no database. */
export const volatileWords =
  'This browser doesn’t let this page store anything, as some private windows do. What you open is lost when the page is closed.';
