const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a track is a run with a replay of its own, named by its id; a market's key never looks like one. */
export function isRunTrack(track: string): boolean {
  return UUID.test(track);
}
