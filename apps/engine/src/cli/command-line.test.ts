import { describe, expect, test } from "vitest";
import { commands } from "./catalog.ts";
import { EXIT, type Terminal } from "./command.ts";
import { runBallast } from "./main.ts";
import { editDistance, nearestName } from "./nearest.ts";

async function run(...words: string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const spoken = { out: "", err: "" };
  const terminal: Terminal = {
    out: async (text) => {
      spoken.out += text;
    },
    err: (text) => {
      spoken.err += text;
    },
    isErrTty: false,
    env: {},
  };
  return { code: await runBallast(words, terminal), ...spoken };
}

describe("ballast", () => {
  test("says what it can do, and every command has examples", async () => {
    const { code, out } = await run("--help");
    expect(code).toBe(EXIT.done);
    for (const { name } of commands) expect(out).toContain(name);
    expect((await run()).out).toBe(out);
  });

  test.each(commands.map(({ name, examples }) => [name, examples] as const))("%s --help shows its examples", async (name, examples) => {
    expect(examples.length).toBeGreaterThan(0);
    const { code, out } = await run(name, "--help");
    expect(code).toBe(EXIT.done);
    for (const [line] of examples) expect(out).toContain(line);
    expect((await run("help", name)).out).toBe(out);
  });

  test("every option that an example uses is one of its command", async () => {
    for (const { name, examples, options } of commands) {
      const known = [...options.map((option) => option.name), "json", "help"];
      for (const [line] of examples)
        for (const word of line.split(" ").filter((part) => part.startsWith("--")))
          expect(known, `${name}: ${word}`).toContain(word.slice(2));
    }
  });

  test.each([
    [["improt"], "Did you mean import?"],
    [["--hepl"], "unknown option"],
    [["import", "--fil", "x"], "Did you mean --file?"],
    [["import", "--instrument", "BTC/USD"], "--file <path> is missing"],
    [["import", "--file"], "--file needs a value"],
    [["instruments", "surplus"], 'unexpected "surplus"'],
    [["series", "--gaps", "--gaps"], "given twice"],
    [["instruments", "--json=yes"], "takes no value"],
    [["bars", "--instrument", "BTC/USD", "--timeframe", "7m"], "choose from 1m"],
    [["bars", "--instrument", "BTC/USD", "--timeframe", "1h", "--from", "yesterday"], "is no time"],
  ])("%j is a usage error", async (words, message) => {
    const { code, err } = await run(...words);
    expect(code).toBe(EXIT.usage);
    expect(err).toContain(message);
  });

  test("a refusal names the nearest symbol, and is one JSON value where that was asked", async () => {
    const { code, out } = await run("bars", "--instrument", "BTC/USDD", "--timeframe", "1h", "--json");
    expect(code).toBe(EXIT.refused);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "UNKNOWN_SYMBOL", message: expect.stringContaining("BTC/USD") } });
  });

  test("a missing file is refused before any service is brought up", async () => {
    const { code, err } = await run("import", "--file", "/nowhere.csv", "--instrument", "BTC/USD", "--timeframe", "1h");
    expect(code).toBe(EXIT.refused);
    expect(err).toContain("can't open /nowhere.csv");
  });

  test("lists the instruments with their venue names", async () => {
    const { out } = await run("instruments", "--json");
    expect(JSON.parse(out)).toContainEqual(
      expect.objectContaining({ instrument: "DOGE/USD", venue_names: expect.arrayContaining(["XDGUSD"]) }),
    );
  });
});

describe("nearestName", () => {
  test("counts a swap as one edit and suggests only what is near", () => {
    expect(editDistance("improt", "import")).toBe(1);
    expect(nearestName("exprot", ["import", "export", "series"])).toBe("export");
    expect(nearestName("ser", ["import", "export", "series"])).toBe("series");
    expect(nearestName("zzzzzzzz", ["import", "export", "series"])).toBeUndefined();
  });
});
