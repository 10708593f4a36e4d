export type { OnProgress } from "./progress.ts";
export { RefusedToStart } from "./refused-to-start.ts";
export { chooseStateDir } from "./state-folder.ts";
export { makeThrowawayState, sweepThrowaways, type ThrowawayState } from "./throwaway.ts";
export { startPostgres, type PostgresRequest, type RunningPostgres } from "./postgres/start.ts";
export { assertPostgresVersion } from "./postgres/version.ts";
export { REDIS_PACKAGE, startRedis, type RedisRequest, type RunningRedis } from "./redis/start.ts";
export { assertNoEviction } from "./redis/noeviction.ts";
export { bringUpServers, type Servers } from "./bring-up.ts";
export {
  readServicesFile,
  removeServicesFile,
  SERVICES_CLAIM,
  writeServicesFile,
  type DatabaseUrls,
  type RunningServices,
} from "./services-file.ts";
export { findRunningServices, withServices, type Services, type ServicesRequest } from "./with-services.ts";
export { makePrepareDatabase, type PrepareDatabase } from "./prepare-database.ts";
export { claimFolder, holderOf, type Claim } from "./system/claim.ts";
export { findOrInstall, findProgram, type SystemPackage } from "./system/installer.ts";
export { findFreePort, isPortFree } from "./system/ports.ts";
export { commandOf, isAlive, parentOf } from "./system/processes.ts";
