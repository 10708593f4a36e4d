/**
 * A service that must not be used as it stands: wrong version, wrong settings, or a folder that another process holds.
 * The message is written for the person who has to mend it and always ends with what to do.
 */
export class RefusedToStart extends Error {
  override name = "RefusedToStart";
}
