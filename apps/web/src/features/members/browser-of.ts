/** Browsers whose own token stands before the ones they imitate. */
const BROWSERS: readonly (readonly [token: RegExp, name: string])[] = [
  [/HeadlessChrome\//, "Chrome (headless)"],
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrom(e|ium)\//, "Chrome"],
  [/Safari\//, "Safari"],
];

const SYSTEMS: readonly (readonly [token: RegExp, name: string])[] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

/** `Firefox on Linux`, as far as the browser says; what it says in full stands on hover. */
export function browserOf(userAgent: string): string {
  const named = (list: readonly (readonly [RegExp, string])[]): string | undefined => list.find(([token]) => token.test(userAgent))?.[1];
  const browser = named(BROWSERS) ?? "Unknown program";
  const system = named(SYSTEMS);
  return system === undefined ? browser : `${browser} on ${system}`;
}
