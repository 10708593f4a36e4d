import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

/** WCAG 2.2, success criteria 1.4.3 (AA text), 1.4.6 (AAA) and 1.4.11 (parts of controls and charts). */
const AA = 4.5;
const AAA = 7;
const PARTS = 3;

const css = readFileSync(fileURLToPath(new URL("./styles.css", import.meta.url)), "utf8");
const THEMES = ["light", "dark"] as const;
type Theme = (typeof THEMES)[number];

function tokenColour(token: string, theme: Theme): string {
  const both = new RegExp(`--${token}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);`).exec(css);
  const one = new RegExp(`--${token}: (#[0-9a-f]{6});`).exec(css);
  const colour = theme === "light" ? (both?.[1] ?? one?.[1]) : (both?.[2] ?? one?.[1]);
  if (colour === undefined) throw new Error(`styles.css has no colour ${token}`);
  return colour;
}

/** Relative luminance of an sRGB colour (WCAG 2.2 definition). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ["canvas", "surface", "raised", "hover", "selected", "sunken"];

describe.concurrent.each(THEMES)("colours of the %s theme", (theme) => {
  const against = (token: string, ground: string): number => contrast(tokenColour(token, theme), tokenColour(ground, theme));

  it.each(["ink", "teal-text", "vermilion-text"])("figures in %s reach AAA on every ground", (token) => {
    for (const ground of GROUNDS) expect(against(token, ground), `${token} on ${ground}`).toBeGreaterThanOrEqual(AAA);
  });

  it.each(["ink-muted", "ink-faint", "accent", "warn", "halt"])("text in %s reaches AA on every ground", (token) => {
    for (const ground of GROUNDS) expect(against(token, ground), `${token} on ${ground}`).toBeGreaterThanOrEqual(AA);
  });

  it.each([
    ["teal-text", "teal-soft"],
    ["vermilion-text", "vermilion-soft"],
    ["warn", "warn-soft"],
    ["halt", "halt-soft"],
    ["ink", "warn-soft"],
    ["ink", "halt-soft"],
    ["on-solid", "halt-solid"],
    ["on-solid", "paper-solid"],
    ["on-solid", "accent-solid"],
  ])("%s reads on %s", (token, ground) => {
    expect(against(token, ground)).toBeGreaterThanOrEqual(AA);
  });

  it.each(["line-strong", "teal-fill", "vermilion-fill", "series-1", "series-2", "series-3", "series-4", "series-5"])(
    "%s is seen as a line on a surface",
    (token) => {
      for (const ground of ["surface", "canvas"]) expect(against(token, ground), `${token} on ${ground}`).toBeGreaterThanOrEqual(PARTS);
    },
  );
});
