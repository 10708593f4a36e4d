import { describe, expect, it } from "vitest";
import { clientAddress } from "./client-address.ts";

const PEER = "198.51.100.9";

describe.concurrent("the address of a client", () => {
  it("is the socket's where no proxy of ours stands before, whatever a header says", () => {
    expect(clientAddress({ peer: PEER, forwardedFor: "192.0.2.1, 192.0.2.2", proxyHops: 0 })).toBe(PEER);
    expect(clientAddress({ peer: PEER, forwardedFor: undefined, proxyHops: 0 })).toBe(PEER);
  });

  it("is what the outermost of our proxies saw; what the client wrote before it is not believed", () => {
    expect(clientAddress({ peer: "10.0.0.1", forwardedFor: "6.6.6.6, 192.0.2.1", proxyHops: 1 })).toBe("192.0.2.1");
    expect(clientAddress({ peer: "10.0.0.1", forwardedFor: "6.6.6.6, 192.0.2.1, 10.0.0.2", proxyHops: 2 })).toBe("192.0.2.1");
  });

  it("is the farthest there is where fewer proxies were passed than stated", () => {
    expect(clientAddress({ peer: PEER, forwardedFor: "192.0.2.1", proxyHops: 5 })).toBe("192.0.2.1");
    expect(clientAddress({ peer: PEER, forwardedFor: undefined, proxyHops: 1 })).toBe(PEER);
  });

  it.each([
    ["192.0.2.1:51234", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["[2001:db8:1:2::7]:443", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::/64"],
    ["2001:0db8:0001:0002::1", "2001:db8:1:2::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
  ])("reads %s as %s", (written, address) => {
    expect(clientAddress({ peer: PEER, forwardedFor: written, proxyHops: 1 })).toBe(address);
  });

  it.each(["unknown", "", "<script>", "999.1.1.1"])("takes the socket's where an entry is no address: %j", (written) => {
    expect(clientAddress({ peer: PEER, forwardedFor: written, proxyHops: 1 })).toBe(PEER);
  });
});
