export { type ArchiveOptions, importArchive, listArchive } from './archiveImports.ts';
export { downloadBlob, dropIngest, listIngests } from './blobDownloads.ts';
export type { ClientEnvironment } from './clientEnvironment.ts';
export type { Client, Fetched, Lists, Mode, NameList, ReferrersList, Target, Updates } from './contract.ts';
export { createClient } from './createClient.ts';
export { checkWhole, downloadImage, estimateDownload, type WholeTarget } from './downloadImageAs.ts';
export { readExportPlan, readExportStatus } from './exportRequests.ts';
export {
  askForAccess,
  forgetSignIn,
  isReached,
  listSignIns,
  readHosts,
  readLog,
  setHost,
  signIn,
  testHost,
} from './hostSettings.ts';
export { changeImageLists, readImageLists, tellRoots } from './imageListRequests.ts';
export { joinSession } from './joinSession.ts';
export { listenToWorkers } from './listenToWorkers.ts';
export { createLists, everyPage } from './lists.ts';
export { localStorageOf, type PageStorage } from './pageStorage.ts';
export { holdSession } from './session.ts';
export { changeContent, readBlobs, readContent, readParents, verifyContent } from './storedContent.ts';
export { targetOf } from './target.ts';
export { watchReleases } from './watchReleases.ts';
