export { type AnswerDetails, answerHeaders, headerNames, safetyHeaders, wireVersion } from './answer.ts';
export {
  type ArchivedImage,
  type ArchiveQuestion,
  type ArchiveResponse,
  archiveQuestionUrl,
  type ImportResponse,
  parseRefused,
  type RefusedEntries,
  type RefusedEntry,
  refusalKinds,
} from './archives.ts';
export { fragmentOfQuery } from './arrival.ts';
export { type CacheStatus, formatCacheStatus, parseCacheStatus, withoutStored } from './cacheStatus.ts';
export {
  type ContentChange,
  type ContentResponse,
  type CorruptItem,
  type Freed,
  type HeldBlob,
  type HeldImage,
  parseContentChange,
  parseRoots,
  type RootsTold,
  type RootTold,
} from './content.ts';
export { type ErrorBody, errorAnswer, formatError, parseError, parseErrorAnswer } from './errorBody.ts';
export { eventsChannel, listening, oldEventsChannel, parseEvent, type WorkerEvent } from './events.ts';
export { contentFileName, exportFileName } from './exportNames.ts';
export {
  type ExportLack,
  type ExportNeed,
  type ExportPlan,
  type ExportStatus,
  parseExportPlan,
  parseExportStatus,
} from './exportPlan.ts';
export {
  contentFileUrl,
  type ExportOptions,
  exportPlanUrl,
  exportUrl,
  progressUrl,
} from './exports.ts';
export {
  type CheckResponse,
  downloadImageUrl,
  type EstimateResponse,
  type WholeAmount,
} from './imageDownloads.ts';
export {
  formatLists,
  type ImageLists,
  type ListEntry,
  type ListName,
  type ListsChange,
  noLists,
  parseLists,
  parseListsChange,
  readLists,
} from './imageLists.ts';
export { downloadUrl, type IngestResponse, parseIngests } from './ingests.ts';
export { isCount } from './isCount.ts';
export { type JobLine, type JobStep, parseJobLine } from './jobLines.ts';
export { catalogUrl, nextLink, referrersUrl, storedReferrersUrl, tagsUrl } from './listUrls.ts';
export { formatLogEntry, type LogEntry, parseLog } from './log.ts';
export type { ControlMessage, WorkerAnswer, WorkerRequest } from './messages.ts';
export {
  formatPageAddress,
  type PageAddress,
  readPageAddress,
  type TreeAddress,
  treeAddress,
} from './pageAddress.ts';
export {
  type ParentList,
  type ParentPlace,
  type ParentsResponse,
  type ParentTag,
  parentsUrl,
  parseParents,
} from './parents.ts';
export { parseJson, readRecord } from './readJson.ts';
export {
  credentialsUrl,
  type HostsAnswer,
  hostsUrl,
  hostTestUrl,
  oldSessionLocks,
  type PlaceReport,
  parseHostChange,
  parseSignIn,
  reachUrl,
  type SignIn,
  type SignInDetails,
  type StoredSignIn,
  sessionLock,
  sessionLocks,
  signInDetails,
} from './settings.ts';
export { readTyped } from './typedAddress.ts';
export {
  blobsUrl,
  blobUrl,
  contentUrl,
  ingestsUrl,
  isRegistryPath,
  listsUrl,
  logUrl,
  manifestUrl,
  type PageAsked,
  presentUrl,
  rootsUrl,
  storageUrl,
  verifyUrl,
  type WholeOptions,
  type WholePurpose,
} from './urls.ts';
