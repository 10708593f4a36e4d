import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { METRIC_DEFINITIONS } from "./metric-definitions.ts";

const DOCUMENT = readFileSync(fileURLToPath(new URL("../../../../docs/backtest-statistics.md", import.meta.url)), "utf8");

describe("the definitions of figures", () => {
  it.each(Object.entries(METRIC_DEFINITIONS))(
    "%s stands in the document with the same words",
    (_name, { title, unit, meaning, source }) => {
      expect(DOCUMENT).toContain(`| ${title} | ${unit} | ${meaning}${source === undefined ? "" : ` Source: ${source}.`} |`);
    },
  );

  it("have titles of their own", () => {
    const titles = Object.values(METRIC_DEFINITIONS).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});
