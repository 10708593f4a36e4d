import { isIPv4, isIPv6 } from "node:net";

type Arrived = {
  /** The other end of the socket. */
  readonly peer: string;
  readonly forwardedFor: string | undefined;
  /** How many proxies of ours a request has passed; each of them appended whom it had it from. */
  readonly proxyHops: number;
};

/** Asked of a request's headers by name, whatever holds them. */
export type AddressOf = (header: (name: string) => string | undefined) => string;

const V6_GROUPS = 8;
/** What one subscriber gets as a rule is a /64, so a guesser there has 2⁶⁴ addresses and still counts as one. */
const V6_GROUPS_OF_NETWORK = 4;
const FORWARDED_MAX = 32;

/** `[2001:db8::1]:443` and `192.0.2.1:443` as proxies write them, without port, brackets and zone. */
function bareAddress(written: string): string {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(written)?.[1] ?? /^([\d.]+):\d+$/.exec(written)?.[1] ?? written;
  return bare.replace(/%.*$/, "").replace(/^::ffff:(?=[\d.]+$)/i, "");
}

function networkOfV6(address: string): string {
  const [head = "", tail = ""] = address.toLowerCase().split("::");
  const groupsOf = (part: string): readonly string[] => (part === "" ? [] : part.split(":"));
  const zeros = Math.max(0, V6_GROUPS - groupsOf(head).length - groupsOf(tail).length);
  const groups = [...groupsOf(head), ...Array.from({ length: zeros }, () => "0"), ...groupsOf(tail)];
  return `${groups.slice(0, V6_GROUPS_OF_NETWORK).map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`; // prettier-ignore
}

/**
 * Where a request comes from, as far as it can be believed: the entry that the outermost of our own
 * proxies appended to X-Forwarded-For, which stands that many places from its right end. Whatever is
 * left of it the client wrote. Without proxies the header is not read at all.
 */
export function clientAddress({ peer, forwardedFor, proxyHops }: Arrived): string {
  const forwarded = proxyHops === 0 ? [] : (forwardedFor ?? "").split(",").slice(-FORWARDED_MAX);
  const chain = [...forwarded, peer].map((written) => bareAddress(written.trim()));
  const address = chain[Math.max(0, chain.length - 1 - proxyHops)] ?? "";
  if (isIPv4(address)) return address;
  return isIPv6(address) ? networkOfV6(address) : bareAddress(peer);
}
