// The least a page must do to show an image of a registry: two fetches, one after the other.
const { base, digest } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
const accept = 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json';
const manifest = await (await fetch(`${base}/manifests/${digest}`, { headers: { accept } })).json();
const config = await (await fetch(`${base}/blobs/${manifest.config.digest}`)).json();
const out = document.getElementById('out');
out.append(JSON.stringify(manifest, null, 1), JSON.stringify(config, null, 1));
out.className = 'done';
