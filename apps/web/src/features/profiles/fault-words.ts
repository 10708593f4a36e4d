import type { ProfileFault } from "../shell/answers.ts";
import { CAP_LIST_TITLES, fieldOf, pathLabel, shownText } from "./profile-fields.ts";

const EXCEEDS_POLICY = /exceeds policy's (\d+)$/;
const TOO_BIG = /^Too big: .*<=(\d+)/;
const TOO_SMALL = /^Too small: expected number to be >=(-?\d+)/;
const RUNGS = /^rungs at (\d+) and (\d+) do not rise to the halt at (\d+)$/;
const TRANSITION = /^transition of \d+ minutes is not/;
const WINDOW_TIME = /^schedule\.windows\.\d+\.(from|to)Minute$/;

/** A fault of the whole stands at the field where it is mended. */
const FIELD_OF: readonly (readonly [path: string, words: RegExp, field: string])[] = [
  ["totalCap", /states no percent/, "totalCap.percentBps"],
  ["clusterCap", /states no percent/, "clusterCap.percentBps"],
  ["rungs", RUNGS, "rungs.riskAtBps"],
  ["schedule", TRANSITION, "schedule.transitionMinutes"],
];

function figureWords(path: string, words: string): string | undefined {
  const figure = (match: RegExpExecArray): string => shownText(path, Number(match[1]));
  const policy = EXCEEDS_POLICY.exec(words);
  if (policy !== null) return `More than policy allows, which is ${figure(policy)} at most.`;
  const big = TOO_BIG.exec(words);
  if (big !== null) return `At most ${figure(big)}.`;
  const small = TOO_SMALL.exec(words);
  return small === null ? undefined : `At least ${figure(small)}.`;
}

function typeWords(path: string, words: string): string | undefined {
  if (!words.startsWith("Invalid input: expected")) return undefined;
  if (WINDOW_TIME.test(path)) return "Not a time of day, such as 03:00.";
  if (words.endsWith("received undefined")) return "This limit has to be stated.";
  if (words.endsWith("received string")) return "Not a number.";
  return fieldOf(path)?.unit === "count" ? "A whole number." : "Too fine: two decimals at most.";
}

function inWords(path: string, words: string): string {
  if (words.startsWith("not an amount")) return "Not an amount of at most 8 decimals.";
  if (TRANSITION.test(words)) return "0 to 60 minutes.";
  const rungs = RUNGS.exec(words);
  if (rungs !== null) {
    const [risk, exposure, halt] = rungs.slice(1).map((bps) => shownText("rungs.riskAtBps", Number(bps)));
    return `The rungs at ${risk} and ${exposure} do not rise to the halt at ${halt}.`;
  }
  const known = figureWords(path, words) ?? typeWords(path, words);
  return known ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** What is wrong, at the field where it is mended and in the unit that is typed there: the schema speaks of basis points and types. */
export function faultInWords({ path, words }: ProfileFault): ProfileFault {
  const field = FIELD_OF.find(([whole, pattern]) => whole === path && pattern.test(words))?.[2] ?? path;
  return { path: field, words: inWords(field, words) };
}

const LIST_ROW = /^(instrumentCaps|quoteCaps|schedule\.windows)(?:\.(\d+)\.)?/;

/** Where a fault stands, for the list of all of them: `Caps by quote currency, row 2`. */
export function faultLabel(path: string): string {
  const [, list, row] = LIST_ROW.exec(path) ?? [];
  if (list === undefined) return path === "schedule" ? "Trading windows" : pathLabel(path);
  const place = row === undefined ? "" : `, row ${Number(row) + 1}`;
  if (list === "instrumentCaps" || list === "quoteCaps") return `${CAP_LIST_TITLES[list]}${place}`;
  return `Downtime${place}`;
}
