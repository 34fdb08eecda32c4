import { safetyHeaders } from '../api/index.ts';
import { AppError } from '../errors/index.ts';
import { answerBlob } from './blobsRoute.ts';
import { answerCatalog } from './catalogRoute.ts';
import { answerBlobs, answerContent, answerRoots, answerVerify } from './contentRoutes.ts';
import { answerContentFile, answerExport, answerExportPlan, answerExportProgress } from './exportRoutes.ts';
import { answerDownloadImage } from './imageDownloadsRoute.ts';
import { answerLists } from './imageListsRoute.ts';
import { answerDownload, answerIngests } from './ingestsRoute.ts';
import { answerManifest } from './manifestsRoute.ts';
import { answerLog, answerParents, answerPresent, answerStorage } from './ownRoutes.ts';
import { contentPage, imagePage, subjectPage } from './pageRedirect.ts';
import { answerReferrers, answerStoredReferrers } from './referrersRoute.ts';
import { respondJson } from './respond.ts';
import type { RouteContext } from './routeContext.ts';
import { type Route, route } from './routeTable.ts';
import {
  parseArchiveQuestion,
  parseContent,
  parseDownloadOptions,
  parseExport,
  parseExportContent,
  parseHost,
  parseManifest,
  parsePage,
  parseRepository,
  parseRepositoryContent,
  parseSize,
  parseTicket,
} from './routeTargets.ts';
import { answerCredentials, answerHosts, answerHostTest, answerReach } from './settingsRoutes.ts';
import { answerTags } from './tagsRoute.ts';

/** All routes of the worker; docs/WIRE.md describes them in the same order. */
export const routes: readonly Route[] = [
  // The distribution API
  route({ method: 'GET', pattern: '/v2', parse: nothing, handle: answerBase }),
  route({ method: 'GET', pattern: '/v2/', parse: nothing, handle: answerBase }),
  route({
    method: 'GET',
    pattern: '/v2/{name}/manifests/{reference}',
    parse: parseManifest,
    page: imagePage,
    handle: async ({ repository, reference }, { open, request }) =>
      answerManifest((await open()).pull, request, repository, reference),
  }),
  route({
    method: 'GET',
    pattern: '/v2/{name}/blobs/{digest}',
    parse: (path, url) => ({ ...parseRepositoryContent(path, url), isWhole: url.searchParams.has('whole') }),
    page: contentPage,
    handle: async ({ repository, digest, isWhole }, { open, request }) =>
      answerBlob((await open()).pull, request, repository, digest, isWhole),
  }),
  route({
    method: 'GET',
    pattern: '/v2/{name}/referrers/{digest}',
    parse: (path, url) => ({
      ...parseRepositoryContent(path, url),
      artifactType: url.searchParams.get('artifactType') || undefined,
    }),
    page: subjectPage,
    handle: async ({ repository, digest, artifactType }, { open, request }) =>
      answerReferrers((await open()).pull, request, repository, digest, artifactType),
  }),
  route({
    method: 'GET',
    pattern: '/v2/{name}/tags/list',
    parse: (path, url) => ({ ...parseRepository(path, url), ...parsePage(url) }),
    page: ({ repository: { host, name } }) => `/#repo=${host}/${name}`,
    handle: async ({ repository, page }, { open, request }) =>
      answerTags((await open()).pull, request, repository, page),
  }),
  route({
    method: 'GET',
    pattern: '/v2/_catalog',
    parse: (_, url) => ({ host: parseHost(url), ...parsePage(url) }),
    page: ({ host }) => `/#host=${host}`,
    handle: async ({ host, page }, { open, request }) => answerCatalog((await open()).pull, request, host, page),
  }),

  // Stored content, whatever repository it came from
  route({
    method: 'GET',
    pattern: '/-/manifests/{digest}',
    parse: parseContent,
    page: contentPage,
    handle: async ({ digest }, { open, request }) => answerManifest((await open()).pull, request, undefined, digest),
  }),
  route({
    method: 'GET',
    pattern: '/-/blobs/{digest}',
    parse: parseContent,
    page: contentPage,
    handle: async ({ digest }, { open, request }) => answerBlob((await open()).pull, request, undefined, digest),
  }),
  route({
    method: 'GET',
    pattern: '/-/referrers/{name}/{digest}',
    parse: parseRepositoryContent,
    page: subjectPage,
    handle: async ({ repository, digest }, { open, request }) =>
      answerStoredReferrers((await open()).pull, request, repository, digest),
  }),
  route({
    method: 'GET',
    pattern: '/-/parents/{digest}',
    parse: parseContent,
    page: contentPage,
    handle: async ({ digest }, { open }) => answerParents((await open()).library, digest),
  }),
  // Without a body, as in a GET, there are no digests: invalid_argument.
  route({ method: 'GET', pattern: '/-/present', parse: nothing, handle: present }),
  route({ method: 'POST', pattern: '/-/present', parse: nothing, handle: present }),

  // The store
  route({ method: 'GET', pattern: '/-/content', parse: nothing, handle: content }),
  route({ method: 'POST', pattern: '/-/content', parse: nothing, handle: content }),
  route({
    method: 'GET',
    pattern: '/-/content/blobs',
    parse: nothing,
    handle: async (_, { open }) => answerBlobs((await open()).library),
  }),
  route({
    method: 'POST',
    pattern: '/-/verify',
    parse: nothing,
    handle: async (_, { open, request, now }) => answerVerify((await open()).library, request, now),
  }),
  route({ method: 'GET', pattern: '/-/storage', parse: nothing, handle: (_, { estimate }) => answerStorage(estimate) }),
  route({
    method: 'POST',
    pattern: '/-/roots',
    parse: nothing,
    handle: (_, { storageSettings, request }) => answerRoots(storageSettings, request),
  }),
  route({ method: 'GET', pattern: '/-/lists', parse: nothing, handle: lists }),
  route({ method: 'POST', pattern: '/-/lists', parse: nothing, handle: lists }),

  // Downloads
  route({ method: 'GET', pattern: '/-/ingests', parse: nothing, handle: ingests }),
  route({ method: 'POST', pattern: '/-/ingests', parse: nothing, handle: ingests }),
  route({
    method: 'POST',
    pattern: '/-/ingests/{name}/{digest}',
    parse: (path, url) => ({ ...parseRepositoryContent(path, url), ...parseSize(url) }),
    page: contentPage,
    needsStorage: true,
    handle: async (target, { open, request, now }) => answerDownload((await open()).pull, request, target, now),
  }),
  route({
    method: 'POST',
    pattern: '/-/keep/{digest}',
    parse: (path, url) => ({ repository: undefined, ...parseContent(path), ...parseDownloadOptions(url) }),
    page: contentPage,
    needsStorage: true,
    handle: downloadImage,
  }),
  route({
    method: 'POST',
    pattern: '/-/keep/{name}/{digest}',
    parse: (path, url) => ({ ...parseRepositoryContent(path, url), ...parseDownloadOptions(url) }),
    page: contentPage,
    needsStorage: true,
    handle: downloadImage,
  }),

  // Files
  route({
    method: 'POST',
    pattern: '/-/import',
    parse: (_, url) => parseArchiveQuestion(url),
    needsStorage: true,
    handle: async (question, { open, request, imports, file, now }) => {
      const { store } = await open();
      if (imports) return imports(store, request, file, question, now);
      throw new AppError('not_implemented', 'archives are read by a worker of a page', { reason: 'unsupported' });
    },
  }),
  route({
    method: 'GET',
    pattern: '/-/export/{digest}',
    parse: (path, url) => ({ ...parseExport(path, url), ...parseTicket(url) }),
    page: contentPage,
    isFile: true,
    handle: async (target, { open, exports, request, holdOpen }) =>
      answerExport(await open(), exports, request, target, holdOpen),
  }),
  route({
    method: 'GET',
    pattern: '/-/export/{digest}/file',
    parse: (path, url) => ({
      ...parseExportContent(path),
      mediaType: url.searchParams.get('type') ?? '',
      ...parseTicket(url),
    }),
    page: contentPage,
    isFile: true,
    handle: async (target, { open, exports, request, holdOpen }) =>
      answerContentFile(await open(), exports, request, target, holdOpen),
  }),
  route({
    method: 'GET',
    pattern: '/-/export/{digest}/plan',
    parse: parseExport,
    page: contentPage,
    handle: async (target, { open, request }) => answerExportPlan(await open(), request, target),
  }),
  route({
    method: 'GET',
    pattern: '/-/exports/{ticket}',
    parse: ({ ticket }) => ({ ticket }),
    handle: (target, { exports }) => answerExportProgress(exports, target),
  }),

  // Settings and the log
  route({ method: 'GET', pattern: '/-/credentials', parse: nothing, handle: credentials }),
  route({ method: 'POST', pattern: '/-/credentials', parse: nothing, handle: credentials }),
  route({ method: 'GET', pattern: '/-/hosts', parse: nothing, handle: hosts }),
  route({ method: 'POST', pattern: '/-/hosts', parse: nothing, handle: hosts }),
  route({
    method: 'GET',
    pattern: '/-/hosts/test',
    parse: (_, url) => parseHost(url, 'host'),
    handle: (host, { settings, request }) => answerHostTest(settings, request, host),
  }),
  route({
    method: 'GET',
    pattern: '/-/hosts/reach',
    parse: (_, url) => `http${url.searchParams.has('plain') ? '' : 's'}://${parseHost(url, 'host')}`,
    handle: (origin, { settings, request }) => answerReach(settings, request, origin),
  }),
  route({ method: 'GET', pattern: '/-/log', parse: nothing, handle: (_, { log }) => answerLog(log) }),
];

function nothing(): undefined {
  return undefined;
}

function answerBase(): Response {
  return respondJson({}, { ...safetyHeaders, 'Docker-Distribution-Api-Version': 'registry/2.0' });
}

// Handlers of GET and POST

async function present(_: undefined, { open, request }: RouteContext): Promise<Response> {
  const { store, isVolatile } = await open();
  return answerPresent(store, request, isVolatile);
}

function content(_: undefined, context: RouteContext): Promise<Response> {
  return answerContent(context, context.request);
}

async function lists(_: undefined, { open, request, tell }: RouteContext): Promise<Response> {
  return answerLists((await open()).store, request, (revision) => tell?.({ type: 'lists', revision }));
}

async function ingests(_: undefined, { open, request }: RouteContext): Promise<Response> {
  return answerIngests((await open()).store, request);
}

function credentials(_: undefined, { settings, request }: RouteContext): Promise<Response> {
  return answerCredentials(settings, request);
}

function hosts(_: undefined, { settings, request }: RouteContext): Promise<Response> {
  return answerHosts(settings, request);
}

async function downloadImage(
  target: Parameters<typeof answerDownloadImage>[2],
  { open, request, now, tell }: RouteContext,
): Promise<Response> {
  const onListsChange = (revision: number) => tell?.({ type: 'lists', revision });
  return answerDownloadImage((await open()).library, request, target, { now, onListsChange });
}
