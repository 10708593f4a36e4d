import { describe, expect, it } from "vitest";
import { findFreePort } from "../system/ports.ts";
import { fakePostgres } from "../testing/fake-postgres.ts";
import { assertPostgresVersion } from "./version.ts";

describe("a Postgres of the person's own", () => {
  it.each(["15.0", "16.4 (Debian 16.4-1.pgdg120+1)", "18.4"])("is taken in version %s", async (version) => {
    expect(await assertPostgresVersion(await fakePostgres(version))).toBe(version);
  });

  it.each(["14.13", "9.6.24", "19beta1"])("is refused in version %s, and the message says how to mend it", async (version) => {
    await expect(assertPostgresVersion(await fakePostgres(version))).rejects.toThrow(
      `The database is Postgres ${version}; Ballast runs on 15 to 18. Set DATABASE_URL to such a server`,
    );
  });

  it("that does not answer is named without its password", async () => {
    const url = `postgresql://someone:hunter2@127.0.0.1:${await findFreePort()}/x`;
    const refusal = assertPostgresVersion(url);
    await expect(refusal).rejects.toThrow(/postgresql:\/\/someone:…@127\.0\.0\.1:\d+\/x\) does not answer: .*ECONNREFUSED/);
    await expect(refusal).rejects.not.toThrow("hunter2");
  });
});
