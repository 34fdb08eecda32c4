// The least a worker must do to answer from IndexedDB.
self.oninstall = () => self.skipWaiting();
self.onactivate = (event) => event.waitUntil(self.clients.claim());
const database = new Promise((resolve, reject) => {
  const opened = indexedDB.open('bare', 1);
  opened.onupgradeneeded = () => opened.result.createObjectStore('blobs');
  opened.onsuccess = () => resolve(opened.result);
  opened.onerror = () => reject(opened.error);
});
self.onfetch = (event) => {
  const { pathname } = new URL(event.request.url);
  if (pathname.startsWith('/blob/')) event.respondWith(answer(pathname.slice('/blob/'.length)));
};
async function answer(digest) {
  const request = (await database).transaction('blobs').objectStore('blobs').get(digest);
  const body = await new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return new Response(body, { headers: { 'content-type': 'application/json' } });
}
