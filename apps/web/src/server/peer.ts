import { randomBytes } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

declare global {
  /** Bundled routes may each carry their own copy of this module; the process has one name. */
  var ballastPeerHeader: string | undefined;
}

const NAME_BYTES = 12;
/** Node publishes each request here before any handler sees it. */
const REQUEST_STARTED = "http.server.request.start";

/**
 * Header under which a route finds the other end of its socket, which Next does not hand on. The
 * name is made anew by every process, so that no client can send it.
 */
export function peerHeader(): string {
  globalThis.ballastPeerHeader ??= `x-ballast-peer-${randomBytes(NAME_BYTES).toString("hex")}`;
  return globalThis.ballastPeerHeader;
}

type Started = { readonly request: IncomingMessage };

function isStarted(message: unknown): message is Started {
  return typeof message === "object" && message !== null && "request" in message;
}

/** Writes the socket's address into every request from now on. */
export function markPeers(): void {
  const name = peerHeader();
  subscribe(REQUEST_STARTED, (message) => {
    if (isStarted(message)) message.request.headers[name] = message.request.socket.remoteAddress ?? "";
  });
}
