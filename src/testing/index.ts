export { startCaddy } from './caddyServer.ts';
export { CallLog, type RecordedCall } from './callLog.ts';
export { createTickingClock, pieceBytes } from './contentStoreFixtures.ts';
export type { StorePlace } from './contentStoreModelProcesses.ts';
export { contentStoreModelSuite, type ModelRuns } from './contentStoreModelSuite.ts';
export { contentStoreSuite, type MakeContentStore } from './contentStoreSuite.ts';
export { copyImages } from './copyImages.ts';
export type { DistributionAuth, DistributionOptions } from './distributionConfiguration.ts';
export { type DistributionRegistry, serveDistribution, startDistribution } from './distributionRegistry.ts';
export { documentedConfiguration, nginxOnPort } from './documentedConfiguration.ts';
export { FakeRegistry } from './fakeRegistry.ts';
export { type Cors, type Fault, type FixtureRegistry, startFixtureRegistry } from './fixtureRegistry.ts';
export { closedAfterEach, type GatewayServers } from './gatewayServers.ts';
export { askRaw, type RawAnswer, startGateway, startServer, type TestServer } from './gatewayStage.ts';
export {
  imageFixture,
  indexFixture,
  type ManifestFixture,
  schema2Fixture,
  signedSchema1Fixture,
} from './manifestFixtures.ts';
export { startNginx } from './nginxServer.ts';
export {
  createPullThroughStage,
  type PullThroughStage,
  type PullThroughStageOptions,
  stageTime,
} from './pullThroughStage.ts';
export { QueueLocks } from './queueLocks.ts';
export { pushRealImages, type RealImage, type RealLayer } from './realImages.ts';
export {
  type LogLine,
  type RecordedManifestStore,
  type RecordedManifestStoreOptions,
  RecordingLog,
  recordManifestStore,
} from './recordedManifestStore.ts';
export { createRecordingRemote, type RecordingRemote, type RecordingRemoteOptions } from './recordingRemote.ts';
export { type RecordedStoreCall, type RecordingStore, recordStore } from './recordingStore.ts';
export { createRegistryStage, type RegistryStage } from './registryStage.ts';
export { type RegistryUnderTest, registrySuite } from './registrySuite.ts';
export { pushSmallImage, type SmallImage } from './smallImage.ts';
export { leaveIngest, readContent, storeContent } from './storeContent.ts';
export { createTexts } from './texts.ts';
export { startTokenService, type TokenRequest, type TokenService, type TokenServiceOptions } from './tokenService.ts';
export { untilKept } from './untilKept.ts';
export type { WebServer } from './webServer.ts';
