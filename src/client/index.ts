export { type ArchiveOptions, type ArchiveProgress, importArchive, listArchive } from './archives.ts';
export type { Client, Fetched, Lists, Mode, NameList, ReferrersList, Target, Updates, Where } from './contract.ts';
export { createClient } from './createClient.ts';
export type { ClientEnvironment } from './environment.ts';
export { listenToWorkers } from './events.ts';
export { readExportPlan, readExportProgress } from './exports.ts';
export { changeImageLists, readImageLists } from './imageLists.ts';
export { downloadBlob, dropIngest, type Kept, listIngests } from './ingests.ts';
export { joinSession } from './joinSession.ts';
export { checkWhole, downloadImage, estimateDownload, type WholeTarget } from './keepWhole.ts';
export { createLists, everyPage } from './lists.ts';
export { localStorageOf, type PageStorage } from './pageStorage.ts';
export { readParents } from './parents.ts';
export { tellRoots } from './roots.ts';
export { holdSession } from './session.ts';
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
} from './settings.ts';
export { changeContent, readBlobs, readContent, verifyContent } from './storedContent.ts';
export { targetOf } from './target.ts';
export { watchReleases } from './watchReleases.ts';
