/** How the server's command line begins: Redis and its fork Valkey speak the same protocol. */
export const REDIS_PROGRAM = /(^|\/)(redis-server|valkey-server)(\s|:|$)/;
