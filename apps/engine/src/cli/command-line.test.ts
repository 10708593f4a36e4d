import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import { speakCommand, type Spoken } from "../testing/spoken-command.ts";
import { commands } from "./catalog.ts";
import { EXIT } from "./command.ts";

const run = (...words: string[]): Promise<Spoken> => speakCommand(words);

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
    [["instruments", "surplus"], '"surplus" is no action; write list, add or set.'],
    [["series", "--gaps", "--gaps"], "given twice"],
    [["instruments", "--json=yes"], "takes no value"],
    [["bars", "--instrument", "BTC/USD", "--timeframe", "7m"], "choose from 1m"],
    [["bars", "--instrument", "BTC/USD", "--timeframe", "1h", "--from", "yesterday"], "is no time"],
    [["bars", "--instrument", "BTC/USD", "--timeframe", "1h", "--from", "2021-02-30"], "is no time"],
    [["bars", "--instrument", "BTC/USD", "--timeframe", "1h", "--from", "2021-02-01", "--to", "2021-01-01"], "--to must lie after --from"],
    [["bars", "--instrument", "", "--timeframe", "1h"], "--instrument: may not be empty."],
    [["bars", "--instrument", "BTC/USD", "--timeframe", "1h", "--format", "xml"], '"xml" is not known: choose from csv, jsonl'],
    [["accounts", "create", "--name", ""], "--name: may not be empty."],
    [["accounts", "create", "--name", "x".repeat(61)], "--name: is too long: at most 60 characters."],
    [["accounts", "create"], "--name is missing"],
    [["accounts", "create", "--name", "--key", "a"], "--name needs a value <text> before --key"],
    [["accounts", "create", "--name", "A", "--key", "A B"], "--key: small letters, digits and dashes."],
    [["accounts", "create", "--name", "A", "--fast", "abc"], '--fast: "abc" is no number.'],
    [["accounts", "create", "--name", "A", "--fast", ""], '--fast: "" is no number.'],
    [["accounts", "create", "--name", "A", "--fast", "NaN"], '--fast: "NaN" is no number.'],
    [["accounts", "create", "--name", "A", "--fast", "2.5"], "--fast: 2.5 is no whole number."],
    [["accounts", "create", "--name", "A", "--fast", "60"], "--fast: fast must be shorter than slow."],
    [["accounts", "create", "--name", "A", "--atr", "0"], "--atr: 0 is too small: at least 1."],
    [["accounts", "create", "--name", "A", "--balance", "-5"], '--balance: "-5" is no amount above 0'],
    [["accounts", "create", "--name", "A", "--balance", "1e30"], "--balance: is too large"],
    [
      ["accounts", "create", "--name", "A", "--currency", "DOGE"],
      '--currency: "DOGE" is not known: choose from USD, USDC, CAD, EUR, USDT.',
    ],
    [["accounts", "constructor"], '"constructor" is no action; write list, create, export or apply.'],
    [["run", "--account", "a", "--from", "2022-01-01", "--to", "2021-01-01"], "--to must lie after --from"],
    [["run", "--account", "a", "--from", "1900-01-01", "--to", "2021-01-01"], "more than 30 years apart"],
    [["run", "--account", "", "--from", "2021-01-01", "--to", "2022-01-01"], "--account: may not be empty."],
    [["run", "--account", "a", "--from", "2021-01-01", "--to", "2022-01-01", "--fee-bps", "-1"], "--fee-bps: -1 is too small: at least 0."],
    [
      ["run", "--account", "a", "--from", "2021-01-01", "--to", "2022-01-01", "--profile", "wild"],
      "choose from guarded, balanced, reference",
    ],
    [["halt"], "--reason is missing"],
    [["halt", "--reason", " "], "--reason: may not be empty."],
    [["halt", "release", "--reason", "x", "--id", "7"], '--id: "7" is no id.'],
    [["halt", "--verb", "stop", "--reason", "x"], "--verb: choose block_entries, reduce_only, cancel or flatten."],
    [["instruments", "add"], "<symbol> is missing"],
    [["instruments", "add", "foo"], '"foo" is no symbol: write base/quote in capitals and digits, as FOO/USD'],
    [["instruments", "add", "FOO/USD", "--venue-name", "FOOUSD"], "--price-step: is missing"],
    [["instruments", "add", "FOO/USD", "--price-step", "-1"], "--price-step: -1 is no figure above 0"],
    [["seed-demo", "--password-file", "x", "--email", "nobody"], '--email: "nobody" is no email.'],
  ])("%j is a usage error in plain words", async (words, message) => {
    const { code, err } = await run(...words);
    expect(err).toContain(message);
    expect(code).toBe(EXIT.usage);
    expect(err).not.toMatch(/\{|invalid_|ENOENT|at .*:\d+:\d+/);
  });

  test("a missing file is refused before any service is brought up", async () => {
    const { code, err } = await run("import", "--file", "/nowhere.csv", "--instrument", "BTC/USD", "--timeframe", "1h");
    expect(code).toBe(EXIT.refused);
    expect(err).toContain("can't open /nowhere.csv: there is no such file or folder");
  });

  test.each([
    [["import", "--file", tmpdir(), "--instrument", "BTC/USD", "--timeframe", "1h"], "is a folder"],
    [["seed-demo", "--password-file", "/nowhere"], "--password-file /nowhere: there is no such file or folder"],
    [["seed-demo", "--password-file", tmpdir()], "it is a folder"],
    [["seed-demo", "--password-file", import.meta.filename], "bytes, more than"],
  ])("%j is refused before any service is brought up, with how to mend it", async (words, message) => {
    const { code, err } = await run(...words);
    expect(code).toBe(EXIT.refused);
    expect(err).toContain(message);
    expect(err.trim().split("\n")).toHaveLength(2);
  });

  test("a person is asked once before everything is sold; anything but yes halts nothing", async () => {
    const asked: string[] = [];
    const flatten = ["halt", "--verb", "flatten", "--account", "alpha", "--reason", "out"];
    const { code, err } = await speakCommand(flatten, {
      ask: async (question) => {
        asked.push(question);
        return "";
      },
    });
    expect(asked).toEqual([expect.stringContaining("Halt alpha with flatten: everything held there is sold")]);
    expect([code, err]).toEqual([EXIT.refused, expect.stringContaining("nothing was halted")]);
  });
});
