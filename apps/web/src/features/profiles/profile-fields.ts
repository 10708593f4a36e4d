import { POLICY_BOUNDS } from "@ballast/core/policy/bounds";

/** How a figure of a written profile is read and typed: percent stand as basis points, times as milliseconds. */
export type FieldUnit = "percent" | "bp" | "×" | "min" | "s" | "count" | "amount" | "choice" | "switch" | "text";

export type FieldTerms = {
  readonly label: string;
  readonly unit: FieldUnit;
  /** What no profile can exceed, in the unit that is typed. */
  readonly policyMax?: number;
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
};

/** What a group asks for row by row, beneath its plain limits. */
export type ProfileList = "instrumentCaps" | "quoteCaps" | "windows";

export type FieldGroup = {
  readonly title: string;
  readonly fields: Readonly<Record<string, FieldTerms>>;
  readonly lists?: readonly ProfileList[];
};

const percent = (label: string, policyMax?: number): FieldTerms => ({
  label,
  unit: "percent",
  ...(policyMax === undefined ? {} : { policyMax: policyMax / 100 }),
});
const of = (label: string, unit: FieldUnit): FieldTerms => ({ label, unit });
const choice = (label: string, choices: Readonly<Record<string, string>>): FieldTerms => ({
  label,
  unit: "choice",
  choices: Object.entries(choices).map(([value, words]) => ({ value, label: words })),
});

/** The fields of a written profile by path, in the order in which a form asks them. */
export const PROFILE_GROUPS: readonly FieldGroup[] = [
  {
    title: "Size",
    fields: {
      riskFractionBps: percent("Base position, of portfolio value", POLICY_BOUNDS.riskFractionBpsMax),
      riskPerTradeBps: percent("Most that a stop may lose"),
      targetVolatilityBps: percent("Target volatility, a year"),
      minTrade: of("Smallest entry, in quote", "amount"),
      positionsMax: { label: "Positions at most", unit: "count", policyMax: POLICY_BOUNDS.positionsMax },
    },
  },
  {
    title: "Caps",
    fields: {
      "totalCap.percentBps": percent("Total exposure", POLICY_BOUNDS.exposureBpsMax),
      "totalCap.absolute": of("Total exposure, amount", "amount"),
      "pairCap.percentBps": percent("One pair"),
      "pairCap.absolute": of("One pair, amount", "amount"),
      "clusterCap.percentBps": percent("One cluster", POLICY_BOUNDS.clusterBpsMax),
      "clusterCap.absolute": of("One cluster, amount", "amount"),
      topThreeBpsMax: percent("The three largest together"),
      correlationBpsMax: percent("Correlated from"),
      onCorrelation: choice("Correlated entries", { refuse: "are refused", cluster: "count as one cluster" }),
    },
    lists: ["instrumentCaps", "quoteCaps"],
  },
  {
    title: "Drawdown and daily loss",
    fields: {
      "rungs.riskAtBps": percent("First rung at"),
      "rungs.riskFactorBps": percent("There the risk fraction counts by"),
      "rungs.exposureAtBps": percent("Second rung at"),
      "rungs.exposureFactorBps": percent("There the exposure cap counts by"),
      drawdownBpsMax: percent("Halt at a drawdown of", POLICY_BOUNDS.drawdownBpsMax),
      dailyLossBpsMax: percent("Halt at a daily loss of"),
      onHalt: choice("At the drawdown halt", { flatten: "everything is sold", reduce_only: "positions only shrink" }),
      releasePersons: choice("A release takes", { "1": "one person", "2": "two persons" }),
    },
  },
  {
    title: "Cost and market",
    fields: {
      "hurdle.feeBps": of("Modelled fee, a side", "bp"),
      "hurdle.slippageBps": of("Modelled slippage, a side", "bp"),
      "hurdle.edgeMultipleBps": of("Expected edge, of the cost", "×"),
      "marketLimits.spreadMultipleBps": of("No entry from a spread of its median", "×"),
      "marketLimits.volatilityMultipleBps": of("No entry from a volatility of the usual", "×"),
      "marketLimits.priceCollarBps": of("Price collar", "bp"),
      "marketLimits.fxAgeBarsMax": of("Oldest exchange rate, bars", "count"),
      snapshotAgeMsMax: of("Oldest snapshot", "s"),
    },
  },
  {
    title: "Trading windows",
    fields: {
      "schedule.transitionMinutes": of("No entries before a boundary, minutes", "count"),
      stopsInDowntime: choice("In downtime", { rest: "stops rest", flat_before: "flat before it", hold: "held without stops" }),
    },
    lists: ["windows"],
  },
  {
    title: "Orders and conduct",
    fields: {
      "orderLimits.perMinuteMax": of("Orders a minute", "count"),
      "orderLimits.perHourMax": of("Orders an hour", "count"),
      "orderLimits.openMax": of("Open orders", "count"),
      withoutModel: choice("Without an approved model", { rules_only: "rules decide", reduce_only: "positions only shrink" }),
      isReduceOnly: of("Reduce only", "switch"),
    },
  },
  {
    title: "Kill switch triggers",
    fields: {
      "killTriggers.heartbeatGapMs": of("Heartbeat gap", "s"),
      "killTriggers.reconnects": of("Reconnects", "count"),
      "killTriggers.reconnectWindowMs": of("Within", "min"),
      "killTriggers.apiErrorBps": percent("Failed calls"),
      "killTriggers.apiCalls": of("Of the last calls", "count"),
      "killTriggers.spreadMultipleBps": of("Spread, of its 24 h median", "×"),
      "killTriggers.volatilityMultipleBps": of("Volatility, of its 30 days", "×"),
    },
  },
];

export const CAP_LIST_TITLES: Readonly<Record<Exclude<ProfileList, "windows">, string>> = {
  instrumentCaps: "Caps of single instruments",
  quoteCaps: "Caps by quote currency",
};

const FIELDS: ReadonlyMap<string, FieldTerms> = new Map(PROFILE_GROUPS.flatMap(({ fields }) => Object.entries(fields)));

export function fieldOf(path: string): FieldTerms | undefined {
  return FIELDS.get(path);
}

/** How many of the stored unit one of the typed unit is. */
const FACTORS: Readonly<Partial<Record<FieldUnit, number>>> = { percent: 100, "×": 10_000, min: 60_000, s: 1_000 };

export type FieldValue = string | number | boolean | undefined;

/** A stored value as it is typed: 2000 basis points are `20`. */
export function typedText(path: string, value: FieldValue): string {
  if (value === undefined) return "";
  const factor = FACTORS[fieldOf(path)?.unit ?? "text"];
  return typeof value === "number" && factor !== undefined ? String(value / factor) : String(value);
}

/** The stored value of what was typed; undefined where nothing was. What is no number stays text, for the schema to refuse in words. */
export function storedValue(path: string, typed: string): FieldValue {
  const unit = fieldOf(path)?.unit;
  const text = typed.trim();
  if (text === "") return undefined;
  if (unit === "switch") return text === "true";
  if (path === "releasePersons") return Number(text);
  if (unit === "choice" || unit === "amount" || unit === "text" || unit === undefined) return text;
  const value = Number(text) * (FACTORS[unit] ?? 1);
  return Number.isFinite(value) ? Number(value.toFixed(6)) : text;
}

/** Decimal text with its thousands parted: an amount is read, not counted. */
export function groupDigits(amount: string): string {
  const [whole = "", fraction] = amount.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A stored value with its unit, for diffs and lists. */
export function shownText(path: string, value: FieldValue): string {
  if (path === "schedule.windows" && value === "") return "none";
  if (value === undefined) return "no limit";
  const terms = fieldOf(path);
  const last = path.slice(path.lastIndexOf(".") + 1);
  if (terms === undefined && last === "percentBps") return `${Number(value) / 100} %`;
  if (terms?.unit === "choice") return terms.choices?.find((one) => one.value === String(value))?.label ?? String(value);
  if (terms?.unit === "switch") return value === true ? "yes" : "no";
  const text = typedText(path, value);
  if (last === "absolute" || terms?.unit === "amount") return groupDigits(text);
  if (terms === undefined || terms.unit === "count" || terms.unit === "text") return text;
  return `${text} ${terms.unit === "percent" ? "%" : terms.unit}`;
}

/** `instrumentCaps.BTC/USD.percentBps` in words. */
export function pathLabel(path: string): string {
  const known = fieldOf(path)?.label;
  if (known !== undefined) return known;
  if (path === "name") return "Name";
  if (path === "schedule.windows") return "Downtime, UTC";
  const [group = "", owner = "", what = ""] = path.split(".");
  if (group === "instrumentCaps" || group === "quoteCaps") return `Cap of ${owner}${what === "absolute" ? ", amount" : ""}`;
  return path;
}
