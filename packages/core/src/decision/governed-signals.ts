import { ruleOutlook, type Outlook } from "../campaign/outlook.ts";
import { outlookBy, type Predictions } from "../campaign/predictions.ts";
import { benchmarkOf } from "../features/benchmark.ts";
import { instrumentIn, placeIn } from "../market/snapshot-lookup.ts";
import type { Snapshot } from "../market/snapshot.ts";
import { isGovernedStrategy, type GovernedStrategy } from "../strategy/governed/kinds.ts";
import { latestParameters, type ResolvedParameters } from "../strategy/governed/parameters.ts";
import type { GovernedRules, View } from "../strategy/governed/proposals.ts";
import { latestMarketReading, type MarketReading, type Reading } from "../strategy/governed/reading.ts";
import { GOVERNED_RULES } from "../strategy/governed/rules.ts";
import { selectStrategies, type Selection } from "../strategy/governed/selector.ts";
import type { GovernedSettings } from "../strategy/governed/settings.ts";
import { SIGNS } from "../strategy/governed/signs.ts";
import { latestSurvey, type SurveyedClose } from "../strategy/governed/survey.ts";
import type { Proposal } from "../strategy/strategy.ts";
import type { Fact } from "./decide-types.ts";
import { factOf, type Signals, type WantedEntry } from "./signals.ts";

/** Buys the benchmark alone, in tranches: what it adds to may be its own. */
const ALLOCATOR = "stable-allocator";

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

/** What is asked of the instruments of a close, one by one. */
type Asked = {
  readonly seen: SurveyedClose;
  readonly market: MarketReading;
  readonly settings: GovernedSettings;
  readonly parameters: ResolvedParameters;
  readonly predictions: Predictions;
  readonly proposers: readonly Proposer[];
};

/** What the chosen strategies propose of an instrument: the first that would buy it has it. Of each that would not, the reason is noted. */
function considered(asked: Asked, place: number, note: (reason: string) => void): WantedEntry | undefined {
  const { seen, market, settings, parameters, predictions, proposers } = asked;
  const { survey, row } = seen;
  const symbol = settings.instruments[place] ?? "";
  const signs = survey.signsAt(place, row);
  for (const proposer of proposers) {
    const { strategy, rules } = proposer;
    if (strategy === ALLOCATOR && symbol !== benchmarkOf(settings.instruments)) continue;
    const reading = (signs & SIGNS[strategy].setup) === 0 ? undefined : survey.readingAt(place, row);
    const proposal = reading === undefined ? rules.idle : proposeUnless({ reading, market, parameters }, proposer, predictions);
    if (proposal.action === "enter") return { symbol, strategy, proposal, isAddition: strategy === ALLOCATOR, quantityMax: undefined };
    note(proposal.reason);
  }
  return undefined;
}

const NO_ENTRIES: readonly WantedEntry[] = [];
const unnoted = (): void => undefined;

/** The entries of a close. Where no instrument shows a setup of a chosen strategy nothing is looked at any closer. */
function entriesOf(asked: Asked): readonly WantedEntry[] {
  const { survey, row } = asked.seen;
  let setups = 0;
  for (const { strategy } of asked.proposers) setups |= SIGNS[strategy].setup;
  if (!survey.isShown(setups, row)) return NO_ENTRIES;
  const entries: WantedEntry[] = [];
  for (let place = 0; place < asked.settings.instruments.length; place += 1) {
    const entry = (survey.signsAt(place, row) & setups) === 0 ? undefined : considered(asked, place, unnoted);
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}

/** The entries as facts; of the proposals that are none the reasons are counted. */
function proposalFacts(asked: Asked, entries: readonly WantedEntry[]): readonly Fact[] {
  const { survey, row } = asked.seen;
  const counts = new Map<string, number>();
  const count = (reason: string): void => void counts.set(reason, (counts.get(reason) ?? 0) + 1);
  asked.settings.instruments.forEach((_, place) => {
    if (survey.signsAt(place, row) !== 0) considered(asked, place, count);
  });
  const counted = [...counts].map(([code, instruments]): Fact => ({ symbol: "", code, values: [["instruments", String(instruments)]] }));
  return [...entries.map(({ symbol, proposal }) => factOf(symbol, proposal)), ...counted];
}

/** Instruments of which something is missing: those without a bar, and those that warm up. */
function unreadFacts(snapshot: Snapshot, { instruments }: GovernedSettings, { survey, row }: SurveyedClose): readonly Fact[] {
  const unread = instruments.filter((_, place) => survey.signsAt(place, row) === 0);
  const isAbsent = (symbol: string): boolean => instrumentIn(snapshot, symbol)?.bar === undefined;
  const warming = unread.filter((symbol) => !isAbsent(symbol));
  return [...gathered("BAR_ABSENT", unread.filter(isAbsent)), ...gathered("WARMING_UP", warming)];
}

/** What is made once, for the first who asks. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** What is the same from close to close, sorted out for the first of them: parameters, and what is seen in the columns of many closes. */
export type GovernedMemory = {
  readonly parametersOf: ReturnType<typeof latestParameters>;
  readonly marketOf: ReturnType<typeof latestMarketReading>;
  readonly surveyOf: ReturnType<typeof latestSurvey>;
};

export function governedMemory(): GovernedMemory {
  return { parametersOf: latestParameters(), marketOf: latestMarketReading(), surveyOf: latestSurvey() };
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
  const parameters = memory.parametersOf(settings.parameters);
  const { instruments } = settings;
  const seen = memory.surveyOf(snapshot, { instruments, parameters });
  const market = memory.marketOf(snapshot);
  if (market === undefined) {
    const facts = once((): readonly Fact[] => [
      { symbol: "", code: "REGIME_UNKNOWN", values: [] },
      ...unreadFacts(snapshot, settings, seen),
    ]);
    return { entries: [], factsFor: facts, review: () => undefined, governed: undefined };
  }
  const selection = selectStrategies({ enabled: settings.strategies, market, seen });
  const proposers = selection.choices.map(({ strategy }): Proposer => ({ strategy, rules: GOVERNED_RULES[strategy] }));
  const asked = { seen, market, settings, parameters, predictions, proposers };
  const entries = entriesOf(asked);
  const facts = once(() => [...marketFacts(market, selection), ...proposalFacts(asked, entries), ...unreadFacts(snapshot, settings, seen)]);
  const readingOf = (symbol: string): Reading | undefined => {
    // Where the settings trade all there is, in its order, an instrument stands in both at one place.
    const place = placeIn(snapshot, symbol);
    return seen.survey.readingAt(instruments[place] === symbol ? place : instruments.indexOf(symbol), seen.row);
  };
  const review = (symbol: string, strategy: string): Proposal | undefined => {
    const reading = readingOf(symbol);
    if (reading === undefined || !isGovernedStrategy(strategy)) return undefined;
    return GOVERNED_RULES[strategy].review({ reading, market, parameters });
  };
  const outlookOf = (reading: Reading): Outlook => outlookBy(predictions, reading, market) ?? ruleOutlook(reading, market);
  return { entries, factsFor: facts, review, governed: { market, selection, settings, parameters, readingOf, outlookOf } };
}
