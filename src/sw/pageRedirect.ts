import type { Route } from '../api/index.ts';
import { isDigest } from '../oci/index.ts';

/** Redirects a navigation to a registry URL to the app's page for it; registry bytes must never be a document of this origin. */
export function redirectToPage(route: Route): Response {
  const address = pageAddress(route);
  return new Response(null, { status: 302, headers: { Location: address, 'Cache-Status': 'ociscope' } });
}

function pageAddress(route: Route): string {
  if (route.kind === 'manifests') {
    const { repository, reference } = route;
    return `/#${repository.host}/${repository.name}${isDigest(reference) ? '@' : ':'}${reference}`;
  }
  if (route.kind === 'referrers' || route.kind === 'stored-referrers')
    return `/#${route.repository.host}/${route.repository.name}@${route.digest}`;
  if (route.kind === 'tags') return `/#repo=${route.repository.host}/${route.repository.name}`;
  if (route.kind === 'catalog') return `/#host=${route.host}`;
  return 'digest' in route ? `/#${route.digest}` : '/';
}
