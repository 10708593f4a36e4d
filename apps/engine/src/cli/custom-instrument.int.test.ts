import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCliDatabase } from "../testing/cli-database.ts";
import { sawBarsCsv } from "../testing/saw-bars.ts";
import { EXIT } from "./command.ts";

const { folder, ballast, drop } = await openCliDatabase();
const file = join(folder, "foo.csv");
beforeAll(() => writeFile(file, sawBarsCsv()));
afterAll(drop);

describe("an instrument of one's own", () => {
  test("is refused by name while nobody has added it, with how to add it", async () => {
    const { code, err } = await ballast("import", "--file", file, "--instrument", "BAZ/USD", "--timeframe", "1h");
    expect(code).toBe(EXIT.refused);
    expect(err).toContain("unknown symbol BAZ/USD\n");
    expect(err).toContain("npx ballast instruments add BAZ/USD");
    const near = await ballast("bars", "--instrument", "BTC/USDD", "--timeframe", "1h", "--json");
    expect(JSON.parse(near.out)).toMatchObject({
      error: { code: "UNKNOWN_SYMBOL", message: "unknown symbol BTC/USDD; did you mean BTC/USD?" },
    });
  });

  test("is listed once added, imported, revised, and run like any other", async () => {
    expect((await ballast("instruments", "add", "FOO/USD")).out).toContain("Added FOO/USD: history to train on");
    const listed = JSON.parse((await ballast("instruments", "--json")).out);
    expect(listed).toContainEqual(
      expect.objectContaining({ instrument: "FOO/USD", governed_for: "training", status: "training_only", venue_names: [] }),
    );
    expect(listed).toContainEqual(
      expect.objectContaining({ instrument: "DOGE/USD", venue_names: expect.arrayContaining(["XDGUSD"]), status: "online" }),
    );
    const imported = await ballast("import", "--file", file, "--instrument", "FOO/USD", "--timeframe", "1h", "--json");
    expect(JSON.parse(imported.out)).toMatchObject({ state: "imported", file: { rows: 1_344, timestamps_read_as: "milliseconds" } });

    expect((await ballast("instruments", "add", "FOO/USD")).err).toContain("FOO/USD is there already");
    expect((await ballast("instruments", "add", "BTC/USD")).err).toContain("BTC/USD comes with Ballast");
    const listing = ["--venue-name", "FOOUSD", "--price-step", "0.0001", "--quantity-step", "0.01"];
    expect((await ballast("instruments", "set", "BAR/USD", ...listing)).err).toContain("BAR/USD is not there yet");
    expect((await ballast("instruments", "add", "BAR/USD", ...listing.with(1, "XBTUSD"))).err).toContain(
      "XBTUSD is the venue's name of BTC/USD",
    );
    expect((await ballast("instruments", "set", "FOO/USD", ...listing)).out).toContain("traded under the venue's name FOOUSD");

    const opened = await ballast("accounts", "create", "--name", "Own", "--instrument", "FOO/USD", "--fast", "5", "--slow", "20");
    expect(opened).toMatchObject({ code: EXIT.done, out: expect.stringContaining("Opened account own") });
    const offGrid = await ballast("run", "--account", "own", "--from", "2021-01-02T00:30Z", "--to", "2021-01-25");
    expect([offGrid.code, offGrid.err]).toEqual([
      EXIT.usage,
      expect.stringContaining("--from: 2021-01-02T00:30:00.000Z is not where a 1h bar opens."),
    ]);
    expect((await ballast("accounts", "--workspace", "nowhere")).err).toContain(
      "there is no workspace nowhere\nName one with --workspace: local.",
    );
    const { out } = await ballast("run", "--account", "own", "--from", "2021-02-02", "--to", "2021-02-25", "--json", "--trades");
    expect(JSON.parse(out)).toMatchObject({
      summary: { bars: 552 },
      trades: expect.arrayContaining([expect.objectContaining({ instrument: "FOO/USD" })]),
    });
  });
});

describe("a halt from a script", () => {
  test("acts at once and says in words what it does, in JSON only where that was asked", async () => {
    await ballast("accounts", "create", "--name", "Halted", "--instrument", "BTC/USD");
    const flattened = await ballast("halt", "--verb", "flatten", "--account", "halted", "--reason", "out");
    expect(flattened.code).toBe(EXIT.done);
    expect(flattened.err).toContain("Halting halted with flatten: everything held there is sold");
    expect(flattened.out).toMatch(/^Halted account halted of workspace local: .*\nRelease it with: npx ballast halt release --id \S+/);
    const id = /--id (\S+)/.exec(flattened.out)?.[1] ?? "";
    expect(JSON.parse((await ballast("halt", "list", "--json")).out)).toMatchObject({ halts: [{ id, verb: "flatten" }] });
    expect((await ballast("halt", "release", "--id", id, "--reason", "over")).out).toBe(`Released halt ${id} of workspace local.\n`);
    expect((await ballast("halt", "list")).out).toBe("Nothing is halted.\n");
    expect((await ballast("halt", "--account", "nobody", "--reason", "x")).err).toContain("workspace local has no account nobody");
  });
});
