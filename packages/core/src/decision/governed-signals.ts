import { benchmarkOf } from "../features/benchmark.ts";
import type { Snapshot, SnapshotInstrument } from "../market/snapshot.ts";
import { isGovernedStrategy } from "../strategy/governed/kinds.ts";
import type { View } from "../strategy/governed/proposals.ts";
import { marketReadingOf, readColumnsOf, readingOf, type MarketReading, type Reading } from "../strategy/governed/reading.ts";
import { GOVERNED_RULES } from "../strategy/governed/rules.ts";
import { selectStrategies, type Selection } from "../strategy/governed/selector.ts";
import type { GovernedSettings } from "../strategy/governed/settings.ts";
import type { Proposal } from "../strategy/strategy.ts";
import type { Fact } from "./decide-types.ts";
import { factOf, type GovernedMarket, type Signals, type WantedEntry } from "./signals.ts";

/** Buys the benchmark alone, in tranches: what it adds to may be its own. */
const ALLOCATOR = "stable-allocator";

/** Instruments of the settings by what can be known of them at this close. */
type Sorted = { readonly readings: ReadonlyMap<string, Reading>; readonly absent: readonly string[]; readonly warming: readonly string[] };

function sortInstruments(snapshot: Snapshot, settings: GovernedSettings): Sorted {
  const columns = readColumnsOf(snapshot.featureNames);
  const bySymbol = new Map<string, SnapshotInstrument>();
  for (const instrument of snapshot.instruments) bySymbol.set(instrument.symbol, instrument);
  const readings = new Map<string, Reading>();
  const absent: string[] = [];
  const warming: string[] = [];
  for (const symbol of settings.instruments) {
    const instrument = bySymbol.get(symbol);
    const reading = instrument === undefined ? undefined : readingOf(instrument, columns);
    if (reading !== undefined) readings.set(symbol, reading);
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

/** What each chosen strategy proposes: the first that would buy an instrument has it; of the rest the codes are counted. */
function propose(
  governed: GovernedMarket,
  viewOf: (reading: Reading) => View,
): { readonly entries: readonly WantedEntry[]; readonly facts: readonly Fact[] } {
  const entries: WantedEntry[] = [];
  const held = new Map<string, number>();
  const benchmark = benchmarkOf(governed.settings.instruments);
  for (const [symbol, reading] of governed.readings) {
    const view = viewOf(reading);
    for (const { strategy } of governed.selection.choices) {
      if (strategy === ALLOCATOR && symbol !== benchmark) continue;
      const proposal = GOVERNED_RULES[strategy].propose(view);
      if (proposal.action === "enter") {
        entries.push({ symbol, strategy, proposal, isAddition: strategy === ALLOCATOR, quantityMax: undefined });
        break;
      }
      held.set(proposal.reason, (held.get(proposal.reason) ?? 0) + 1);
    }
  }
  const counted = [...held].map(([code, count]): Fact => ({ symbol: "", code, values: [["instruments", String(count)]] }));
  return { entries, facts: [...entries.map(({ symbol, proposal }) => factOf(symbol, proposal)), ...counted] };
}

/**
 * What the six strategies make of a snapshot: the regime, the strategies that are chosen in it, and
 * their entries. While the regime is unknown nothing is proposed.
 */
export function governedSignals(snapshot: Snapshot, settings: GovernedSettings): Signals {
  const { readings, absent, warming } = sortInstruments(snapshot, settings);
  const unread = [...gathered("BAR_ABSENT", absent), ...gathered("WARMING_UP", warming)];
  const market = marketReadingOf(snapshot);
  if (market === undefined) {
    const facts: readonly Fact[] = [{ symbol: "", code: "REGIME_UNKNOWN", values: [] }, ...unread];
    return { entries: [], factsFor: () => facts, review: () => undefined, governed: undefined };
  }
  const selection = selectStrategies({ enabled: settings.strategies, market, readings: [...readings.values()] });
  const governed: GovernedMarket = { market, selection, settings, readings };
  const viewOf = (reading: Reading): View => ({ reading, market, parameters: settings.parameters });
  const proposed = propose(governed, viewOf);
  const facts = [...marketFacts(market, selection), ...proposed.facts, ...unread];
  const review = (symbol: string, strategy: string): Proposal | undefined => {
    const reading = readings.get(symbol);
    return reading === undefined || !isGovernedStrategy(strategy) ? undefined : GOVERNED_RULES[strategy].review(viewOf(reading));
  };
  return { entries: proposed.entries, factsFor: () => facts, review, governed };
}
