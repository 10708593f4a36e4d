import { ruleOutlook, type Outlook } from "../campaign/outlook.ts";
import { outlookBy, type Predictions } from "../campaign/predictions.ts";
import { benchmarkOf } from "../features/benchmark.ts";
import { placeIn } from "../market/snapshot-lookup.ts";
import type { Snapshot } from "../market/snapshot.ts";
import { isGovernedStrategy, type GovernedStrategy } from "../strategy/governed/kinds.ts";
import { latestParameters, type ResolvedParameters } from "../strategy/governed/parameters.ts";
import type { GovernedRules, View } from "../strategy/governed/proposals.ts";
import {
  latestColumns,
  marketReadingOf,
  readingOf,
  type MarketReading,
  type ReadColumns,
  type Reading,
} from "../strategy/governed/reading.ts";
import { GOVERNED_RULES } from "../strategy/governed/rules.ts";
import { selectStrategies, type Selection } from "../strategy/governed/selector.ts";
import type { GovernedSettings } from "../strategy/governed/settings.ts";
import type { Proposal } from "../strategy/strategy.ts";
import type { Fact } from "./decide-types.ts";
import { factOf, type Signals, type WantedEntry } from "./signals.ts";

/** Buys the benchmark alone, in tranches: what it adds to may be its own. */
const ALLOCATOR = "stable-allocator";

/** Instruments of the settings by what can be known of them at this close. */
type Sorted = {
  readonly readings: readonly Reading[];
  readonly absent: readonly string[];
  readonly warming: readonly string[];
};

function sortInstruments({ instruments }: Snapshot, settings: GovernedSettings, columns: ReadColumns): Sorted {
  const readings: Reading[] = [];
  const absent: string[] = [];
  const warming: string[] = [];
  // Both are in symbol order: each goes on where the one before was found.
  let place = 0;
  for (const symbol of settings.instruments) {
    let next = instruments[place];
    while (next !== undefined && next.symbol !== symbol && next.symbol < symbol) next = instruments[(place += 1)];
    const instrument = next?.symbol === symbol ? next : undefined;
    const reading = instrument === undefined ? undefined : readingOf(instrument, columns);
    if (reading !== undefined) readings.push(reading);
    else if (instrument?.bar === undefined) absent.push(symbol);
    else warming.push(symbol);
  }
  return { readings, absent, warming };
}

/** One fact for all instruments of which the same is to be said: thirty facts an hour would fill the receipt. */
function gathered(code: string, symbols: readonly string[]): readonly Fact[] {
  return symbols.length === 0 ? [] : [{ symbol: "", code, values: [["instruments", symbols.join(" ")]] }];
}

function marketFacts({ regime, breadth }: MarketReading, { choices, budgetBps }: Selection): readonly Fact[] {
  return [
    {
      symbol: "",
      code: "REGIME_READ",
      values: [
        ["regime", regime.regime],
        ["volatilityIndex", String(regime.volatilityIndex)],
        ["trend", String(regime.trend)],
        ["riskScore", String(regime.riskScore)],
        ["confidence", String(regime.confidence)],
        ["breadth", String(breadth)],
      ],
    },
    {
      symbol: "",
      code: "STRATEGIES_CHOSEN",
      values: [
        ["budgetBps", String(budgetBps)],
        ...choices.map(({ strategy, shareBps }): readonly [string, string] => [strategy, String(shareBps)]),
      ],
    },
  ];
}

/** Entries, and the reason of each proposal that is none. */
type Proposed = { readonly entries: readonly WantedEntry[]; readonly holds: readonly string[] };

const AVOIDED: Proposal = { action: "hold", reason: "DOWNSIDE_AVOIDED", values: [] };
const UNPREDICTED: Proposal = { action: "hold", reason: "PREDICTION_MISSING", values: [] };

/** A chosen strategy with its rules. */
type Proposer = { readonly strategy: GovernedStrategy; readonly rules: GovernedRules };

/**
 * A strategy's proposal, but no entry where the downside dominates (STR3): its campaign would sell
 * again what it bought. The allocator's tranches are for just that weather. What a loaded model says
 * nothing of is not entered.
 */
function proposeUnless(view: View, { strategy, rules }: Proposer, predictions: Predictions): Proposal {
  const proposal = rules.propose(view);
  if (proposal.action !== "enter" || strategy === ALLOCATOR) return proposal;
  const outlook = outlookBy(predictions, view.reading, view.market);
  if (outlook === undefined) return UNPREDICTED;
  return outlook.continuationBps > outlook.reboundBps ? AVOIDED : proposal;
}

/** What each chosen strategy proposes: the first that would buy an instrument has it. */
function propose(
  readings: readonly Reading[],
  selection: Selection,
  of: {
    readonly market: MarketReading;
    readonly settings: GovernedSettings;
    readonly parameters: ResolvedParameters;
    readonly predictions: Predictions;
  },
): Proposed {
  const { market, settings, parameters, predictions } = of;
  const entries: WantedEntry[] = [];
  const holds: string[] = [];
  const proposers = selection.choices.map(({ strategy }): Proposer => ({ strategy, rules: GOVERNED_RULES[strategy] }));
  const benchmark = benchmarkOf(settings.instruments);
  for (const reading of readings) {
    const { symbol } = reading;
    const view: View = { reading, market, parameters };
    for (const proposer of proposers) {
      const { strategy } = proposer;
      if (strategy === ALLOCATOR && symbol !== benchmark) continue;
      const proposal = proposeUnless(view, proposer, predictions);
      if (proposal.action === "enter") {
        entries.push({ symbol, strategy, proposal, isAddition: strategy === ALLOCATOR, quantityMax: undefined });
        break;
      }
      holds.push(proposal.reason);
    }
  }
  return { entries, holds };
}

/** The entries as facts; of the proposals that are none the reasons are counted. */
function proposalFacts({ entries, holds }: Proposed): readonly Fact[] {
  const counts = new Map<string, number>();
  for (const reason of holds) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const counted = [...counts].map(([code, count]): Fact => ({ symbol: "", code, values: [["instruments", String(count)]] }));
  return [...entries.map(({ symbol, proposal }) => factOf(symbol, proposal)), ...counted];
}

/** What is made once, for the first who asks. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** What is the same from close to close, sorted out for the first of them: where features stand, what parameters are. */
export type GovernedMemory = {
  readonly columnsOf: ReturnType<typeof latestColumns>;
  readonly parametersOf: ReturnType<typeof latestParameters>;
};

export function governedMemory(): GovernedMemory {
  return { columnsOf: latestColumns(), parametersOf: latestParameters() };
}

/**
 * What the six strategies make of a snapshot: the regime, the strategies that are chosen in it, and
 * their entries. While the regime is unknown nothing is proposed.
 */
export function governedSignals(
  snapshot: Snapshot,
  settings: GovernedSettings,
  predictions: Predictions,
  memory = governedMemory(),
): Signals {
  const { readings, absent, warming } = sortInstruments(snapshot, settings, memory.columnsOf(snapshot.featureNames));
  const unread = (): readonly Fact[] => [...gathered("BAR_ABSENT", absent), ...gathered("WARMING_UP", warming)];
  const market = marketReadingOf(snapshot);
  if (market === undefined) {
    const facts = once((): readonly Fact[] => [{ symbol: "", code: "REGIME_UNKNOWN", values: [] }, ...unread()]);
    return { entries: [], factsFor: facts, review: () => undefined, governed: undefined };
  }
  const selection = selectStrategies({ enabled: settings.strategies, market, readings });
  const parameters = memory.parametersOf(settings.parameters);
  const proposed = propose(readings, selection, { market, settings, parameters, predictions });
  const facts = once(() => [...marketFacts(market, selection), ...proposalFacts(proposed), ...unread()]);
  const known = (symbol: string): Reading | undefined => {
    const place = placeIn(snapshot, symbol);
    // Where everything is known of everything, a reading stands where its instrument does.
    const alike = place < 0 ? undefined : readings[place];
    return alike?.symbol === symbol ? alike : readings.find((reading) => reading.symbol === symbol);
  };
  const review = (symbol: string, strategy: string): Proposal | undefined => {
    const reading = known(symbol);
    if (reading === undefined || !isGovernedStrategy(strategy)) return undefined;
    return GOVERNED_RULES[strategy].review({ reading, market, parameters });
  };
  const outlookOf = (reading: Reading): Outlook => outlookBy(predictions, reading, market) ?? ruleOutlook(reading, market);
  const governed = { market, selection, settings, parameters, readingOf: known, outlookOf };
  return { entries: proposed.entries, factsFor: facts, review, governed };
}
