// The least code that keeps bytes under their digest, and proves them when they are read.
globalThis.openBareStore = async () => {
  const opened = indexedDB.open('bare', 1);
  opened.onupgradeneeded = () => opened.result.createObjectStore('blobs');
  const database = await settled(opened);
  return {
    put: async (bytes) => {
      const digest = await hash(bytes);
      const transaction = database.transaction('blobs', 'readwrite', { durability: 'relaxed' });
      transaction.objectStore('blobs').put(bytes.buffer, digest);
      await new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onerror = () => reject(transaction.error);
      });
      return digest;
    },
    read: async (digest) => {
      const body = await settled(database.transaction('blobs').objectStore('blobs').get(digest));
      if ((await hash(body)) !== digest) throw new Error('digest differs');
      return new Uint8Array(body);
    },
  };
};

async function hash(bytes) {
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `sha256:${Array.from(sum, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
