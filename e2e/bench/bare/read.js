// The least a page must do to show cached content: read, hash, parse, print.
const digests = location.hash.slice(1).split(',');
const opened = indexedDB.open('bare', 1);
opened.onupgradeneeded = () => opened.result.createObjectStore('blobs');
opened.onsuccess = async () => {
  const store = opened.result.transaction('blobs').objectStore('blobs');
  const bodies = await Promise.all(digests.map((digest) => settled(store.get(digest))));
  for (const [index, body] of bodies.entries()) {
    const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', body));
    const hex = Array.from(sum, (byte) => byte.toString(16).padStart(2, '0')).join('');
    if (`sha256:${hex}` !== digests[index]) throw new Error('digest differs');
    const text = JSON.stringify(JSON.parse(new TextDecoder().decode(body)), null, 1);
    document.getElementById('out').append(text);
  }
  document.getElementById('out').className = 'done';
};

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
