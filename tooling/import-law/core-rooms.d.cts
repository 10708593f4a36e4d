/** Rooms of core, low to high: a room imports only rooms before it. Every folder of core is listed. */
export declare const CORE_ROOMS: readonly string[];
