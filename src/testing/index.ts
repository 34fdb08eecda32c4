export { CallLog, type RecordedCall } from './fakes/callLog.ts';
export { FakeRegistry } from './fakes/fakeRegistry.ts';
export { QueueLocks } from './fakes/queueLocks.ts';
export {
  type LogLine,
  type RecordedManifestStore,
  type RecordedManifestStoreOptions,
  RecordingLog,
  recordManifestStore,
} from './fakes/recordedManifestStore.ts';
export { createRecordingRemote, type RecordingRemote, type RecordingRemoteOptions } from './fakes/recordingRemote.ts';
export { type RecordedStoreCall, type RecordingStore, recordStore } from './fakes/recordingStore.ts';
export { byteStream } from './fixtures/byteStream.ts';
export {
  imageFixture,
  indexFixture,
  type ManifestFixture,
  schema2Fixture,
  signedSchema1Fixture,
} from './fixtures/manifestFixtures.ts';
export { type ModelEntry, mergeModel } from './fixtures/mergeModel.ts';
export { noiseFixture } from './fixtures/noiseFixture.ts';
export { pushRealImages, type RealImage, type RealLayer } from './fixtures/realImages.ts';
export { pushSmallImage, type SmallImage } from './fixtures/smallImage.ts';
export { leaveIngest, readContent, storeContent } from './fixtures/storeContent.ts';
export { paxRecordFixture, type TarFixtureEntry, tarFixture } from './fixtures/tarFixture.ts';
export { createTexts } from './fixtures/texts.ts';
export { untilKept } from './fixtures/untilKept.ts';
export type { StorePlace } from './model/contentStoreModelProcesses.ts';
export { contentStoreModelSuite, type ModelRuns } from './model/contentStoreModelSuite.ts';
export { startCaddy } from './servers/caddyServer.ts';
export { copyImages } from './servers/copyImages.ts';
export type { DistributionAuth, DistributionOptions } from './servers/distributionConfiguration.ts';
export { type DistributionRegistry, serveDistribution, startDistribution } from './servers/distributionRegistry.ts';
export { documentedConfiguration, nginxOnPort } from './servers/documentedConfiguration.ts';
export { type Cors, type Fault, type FixtureRegistry, startFixtureRegistry } from './servers/fixtureRegistry.ts';
export { closedAfterEach, type GatewayServers } from './servers/gatewayServers.ts';
export { askRaw, type RawAnswer, startGateway, startServer, type TestServer } from './servers/gatewayStage.ts';
export { startNginx } from './servers/nginxServer.ts';
export {
  createPullThroughStage,
  type PullThroughStage,
  type PullThroughStageOptions,
  stageTime,
} from './servers/pullThroughStage.ts';
export { createRegistryStage, type RegistryStage } from './servers/registryStage.ts';
export {
  startTokenService,
  type TokenRequest,
  type TokenService,
  type TokenServiceOptions,
} from './servers/tokenService.ts';
export type { WebServer } from './servers/webServer.ts';
export { createTickingClock, pieceBytes } from './suites/contentStoreFixtures.ts';
export { contentStoreSuite, type MakeContentStore } from './suites/contentStoreSuite.ts';
export { type RegistryUnderTest, registrySuite } from './suites/registrySuite.ts';
