/** What a parameter may be. One table serves the schema, the editor, diffs and sweeps. */
export type ParameterTerms = {
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
  readonly isInteger: boolean;
  readonly unit: "ATR" | "standard deviations" | "bps" | "hours" | "bars" | "count";
  readonly about: string;
};

const multiple = (fallback: number, about: string): ParameterTerms => ({
  fallback,
  min: 0.1,
  max: 20,
  isInteger: false,
  unit: "ATR",
  about,
});
const deviations = (fallback: number, about: string): ParameterTerms => ({
  fallback,
  min: -5,
  max: 5,
  isInteger: false,
  unit: "standard deviations",
  about,
});
const bps = (fallback: number, about: string): ParameterTerms => ({ fallback, min: 0, max: 10_000, isInteger: true, unit: "bps", about });
const count = (terms: Pick<ParameterTerms, "fallback" | "min" | "max" | "unit" | "about">): ParameterTerms => ({
  ...terms,
  isInteger: true,
});

/** Parameters of the governed strategies and of the campaign engine, in the order in which they are encoded. Append only. */
export const GOVERNED_PARAMETERS = [
  { name: "trendStopAtr", ...multiple(2.5, "Trend follower: the stop stands this far under the entry.") },
  { name: "trendEdgeAtr", ...multiple(3, "Trend follower: the move that is expected of an entry.") },
  { name: "swingEntryDeviations", ...deviations(-1.5, "Volatility swing: buys at this distance from the mean or below.") },
  { name: "swingExitDeviations", ...deviations(1, "Volatility swing: sells at this distance from the mean or above.") },
  { name: "swingStopAtr", ...multiple(2, "Volatility swing: the stop stands this far under the entry.") },
  { name: "swingEdgeAtr", ...multiple(2, "Volatility swing: the move that is expected of an entry.") },
  { name: "reversionEntryDeviations", ...deviations(-2, "Mean reversion: buys at this distance from the mean or below.") },
  { name: "reversionExitDeviations", ...deviations(0, "Mean reversion: sells at this distance from the mean or above.") },
  { name: "reversionStopAtr", ...multiple(1.5, "Mean reversion: the stop stands this far under the entry.") },
  { name: "reversionEdgeAtr", ...multiple(2, "Mean reversion: the move that is expected of an entry.") },
  { name: "hedgeSaleBps", ...bps(5_000, "Defensive hedge: the part of a falling position that it sells down to quote.") },
  { name: "hedgeBreadthBpsMax", ...bps(3_000, "Defensive hedge: acts while at most this part of the market rises.") },
  {
    name: "allocatorEveryHours",
    ...count({ fallback: 24, min: 1, max: 720, unit: "hours", about: "Stable allocator: hours between tranches." }),
  },
  {
    name: "allocatorTranches",
    ...count({
      fallback: 5,
      min: 1,
      max: 50,
      unit: "count",
      about: "Stable allocator: equal tranches that fill the panic budget.",
    }),
  },
  { name: "allocatorStopAtr", ...multiple(4, "Stable allocator: the stop stands this far under a tranche.") },
  { name: "allocatorEdgeAtr", ...multiple(4, "Stable allocator: the move that is expected of a tranche.") },
  { name: "recoveryFallBps", ...bps(1_500, "Recovery: the fall from the 30-day high that it waits for.") },
  { name: "recoveryStopAtr", ...multiple(2.5, "Recovery: the stop stands this far under the entry.") },
  { name: "recoveryEdgeAtr", ...multiple(3, "Recovery: the move that is expected of an entry.") },
  { name: "harvestGainAtr", ...multiple(3, "Campaign: a part is sold once the gain since the last partial sale is this large.") },
  { name: "harvestSaleBps", ...bps(3_300, "Campaign: the part of the position that a harvest sells.") },
  { name: "reentryDipAtr", ...multiple(1.5, "Campaign: what was harvested is bought back this far under the harvest.") },
  { name: "reentryReboundBps", ...bps(6_000, "Campaign: a re-entry needs at least this score of a rebound.") },
  { name: "deriskContinuationBps", ...bps(6_000, "Campaign: from this score of a continued fall on, a part is sold.") },
  { name: "deriskSaleBps", ...bps(5_000, "Campaign: the part of the position that a de-risking sells.") },
  { name: "exitContinuationBps", ...bps(8_000, "Campaign: from this score of a continued fall on, all is sold.") },
  { name: "exitReboundBpsMax", ...bps(2_000, "Campaign: all is sold only where the score of a rebound is at most this.") },
  {
    name: "restBars",
    ...count({ fallback: 6, min: 1, max: 168, unit: "bars", about: "Campaign: bars between two of its own acts on a position." }),
  },
] as const satisfies readonly (ParameterTerms & { readonly name: string })[];

export type ParameterName = (typeof GOVERNED_PARAMETERS)[number]["name"];

/** Values by name; what is absent has its fallback. Stored settings hold every one, so a new fallback changes none of them. */
export type Parameters = Readonly<Partial<Record<ParameterName, number>>>;

const TERMS: ReadonlyMap<string, ParameterTerms> = new Map(GOVERNED_PARAMETERS.map((terms) => [terms.name, terms]));

function termsOf(name: ParameterName): ParameterTerms {
  const terms = TERMS.get(name);
  if (terms === undefined) throw new RangeError(`not a parameter: ${name}`);
  return terms;
}

export function parameterOf(parameters: Parameters, name: ParameterName): number {
  return parameters[name] ?? termsOf(name).fallback;
}

/** A value for every parameter: what rules and campaigns read, without asking for a fallback at every instrument. */
export type ResolvedParameters = Readonly<Record<ParameterName, number>>;

/** Every parameter with the value that counts. A zero with a sign is zero: canonical bytes know no other. */
export function resolvedParameters(given: Parameters): ResolvedParameters {
  const of = (name: ParameterName): number => parameterOf(given, name) + 0;
  return {
    trendStopAtr: of("trendStopAtr"),
    trendEdgeAtr: of("trendEdgeAtr"),
    swingEntryDeviations: of("swingEntryDeviations"),
    swingExitDeviations: of("swingExitDeviations"),
    swingStopAtr: of("swingStopAtr"),
    swingEdgeAtr: of("swingEdgeAtr"),
    reversionEntryDeviations: of("reversionEntryDeviations"),
    reversionExitDeviations: of("reversionExitDeviations"),
    reversionStopAtr: of("reversionStopAtr"),
    reversionEdgeAtr: of("reversionEdgeAtr"),
    hedgeSaleBps: of("hedgeSaleBps"),
    hedgeBreadthBpsMax: of("hedgeBreadthBpsMax"),
    allocatorEveryHours: of("allocatorEveryHours"),
    allocatorTranches: of("allocatorTranches"),
    allocatorStopAtr: of("allocatorStopAtr"),
    allocatorEdgeAtr: of("allocatorEdgeAtr"),
    recoveryFallBps: of("recoveryFallBps"),
    recoveryStopAtr: of("recoveryStopAtr"),
    recoveryEdgeAtr: of("recoveryEdgeAtr"),
    harvestGainAtr: of("harvestGainAtr"),
    harvestSaleBps: of("harvestSaleBps"),
    reentryDipAtr: of("reentryDipAtr"),
    reentryReboundBps: of("reentryReboundBps"),
    deriskContinuationBps: of("deriskContinuationBps"),
    deriskSaleBps: of("deriskSaleBps"),
    exitContinuationBps: of("exitContinuationBps"),
    exitReboundBpsMax: of("exitReboundBpsMax"),
    restBars: of("restBars"),
  };
}

/** The parameters that were resolved last: close after close is decided by the same settings. */
export function latestParameters(): (given: Parameters) => ResolvedParameters {
  let latest: { readonly given: Parameters; readonly resolved: ResolvedParameters } | undefined;
  return (given) => {
    if (latest?.given !== given) latest = { given, resolved: resolvedParameters(given) };
    return latest.resolved;
  };
}

/** What is wrong with a value of a parameter, in words; undefined where nothing is. */
export function parameterFault(name: ParameterName, value: number): string | undefined {
  const { min, max, isInteger, unit } = termsOf(name);
  if (!Number.isFinite(value) || value < min || value > max) return `${name} must be from ${min} to ${max} ${unit}, not ${value}`;
  return isInteger && !Number.isInteger(value) ? `${name} must be a whole number of ${unit}, not ${value}` : undefined;
}
