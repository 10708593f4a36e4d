import { expect, test } from "vitest";
import { speakCommand } from "../testing/spoken-command.ts";
import { printableText } from "./printable.ts";

test.each([
  ["plain, größer, 日本, 🙂", "plain, größer, 日本, 🙂"],
  ["two\nlines", "two\nlines"],
  ["\u001b[31mred\u0007", "\\u{1b}[31mred\\u{7}"],
  ["a\rb\tc\u0000", "a\\u{d}b\\u{9}c\\u{0}"],
  ["\u202eevil\u2028\u009b", "\\u{202e}evil\\u{2028}\\u{9b}"],
  ["\ud800", "\\u{d800}"],
])("%j is shown as %j", (text, shown) => {
  expect(printableText(text)).toBe(shown);
});

test.each([
  ["an unknown command", ["\u001b[2Jimport"]],
  ["an unknown option", ["series", "--\u001b[31m"]],
  ["a value", ["bars", "--instrument", "BTC/USD", "--timeframe", "\u001b[31m1h"]],
  ["a path", ["import", "--file", "/nowhere/\u001b]0;x\u0007", "--instrument", "BTC/USD", "--timeframe", "1h"]],
])("%s of control characters is printed without them, in JSON too", async (_, words) => {
  const { err } = await speakCommand(words);
  expect(err).toContain("\\u{1b}");
  const { out } = await speakCommand([...words, "--json"]);
  for (const said of [err, out]) expect(said).not.toMatch(/(?!\n)\p{Cc}/u);
  expect(JSON.stringify(JSON.parse(out))).not.toContain("\\u001b");
});
