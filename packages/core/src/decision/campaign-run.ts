import { inState, stepCampaign, type Campaign } from "../campaign/campaign.ts";
import { decideCampaign, type CampaignAct } from "../campaign/decide-campaign.ts";
import type { CampaignEvent } from "../campaign/life-cycle.ts";
import { observeCampaign } from "../campaign/observe-campaign.ts";
import { closeUnitsOf } from "../ledger/equity.ts";
import { GOVERNED_STRATEGIES, isGovernedStrategy, type GovernedStrategy } from "../strategy/governed/kinds.ts";
import type { ResolvedParameters } from "../strategy/governed/parameters.ts";
import { hold } from "../strategy/governed/proposals.ts";
import type { Reading } from "../strategy/governed/reading.ts";
import { GOVERNED_RULES } from "../strategy/governed/rules.ts";
import { CONFIDENCE_BPS_MAX } from "../strategy/strategy.ts";
import type { AccountState } from "./account-state.ts";
import type { Deliberation } from "./deliberation.ts";
import { instrumentAt } from "./holdings.ts";
import type { Entry, Signals, WantedEntry } from "./signals.ts";

const HEDGE = "defensive-hedge";
const NO_STRATEGY = hold("NO_STRATEGY");
const NO_HEDGE = hold("NO_HEDGE");

const NO_ADDITIONS: readonly WantedEntry[] = [];

type Changes = { readonly reason: string; readonly markUnits?: bigint | undefined; readonly strategy?: string };

/** A re-entry as the strategy that opened the campaign would enter: its size, its stop; the campaign's reason and edge. */
function reenter(
  reading: Reading,
  of: {
    readonly strategy: GovernedStrategy;
    readonly act: Extract<CampaignAct, { readonly act: "reenter" }>;
    readonly parameters: ResolvedParameters;
  },
): Entry {
  const { strategy, act, parameters } = of;
  return {
    action: "enter",
    reason: act.reason,
    values: act.values,
    confidenceBps: CONFIDENCE_BPS_MAX,
    multiplierBps: GOVERNED_STRATEGIES[strategy].multiplierBpsMax,
    edge: act.edge,
    stopOffset: parameters[GOVERNED_STRATEGIES[strategy].stopParameter] * reading.atr,
    takeProfitOffset: undefined,
  };
}

/** Symbols with a campaign or a position, in order: most have both, and both lists are in order already. */
function symbolsOf({ campaigns, positions }: AccountState): readonly string[] {
  const isSame = campaigns.length === positions.length && campaigns.every(({ symbol }, index) => positions[index]?.symbol === symbol);
  const ran = campaigns.map(({ symbol }) => symbol);
  return isSame ? ran : [...new Set([...ran, ...positions.map(({ symbol }) => symbol)])].sort();
}

/**
 * The campaigns of an account while a slot is decided: what the books made of them, what each wants,
 * and the steps that the decided orders take. Each step leaves a fact, and the table admits it or the
 * engine is broken.
 */
export class CampaignRun {
  readonly #deliberation: Deliberation;
  readonly #signals: Signals;
  readonly #campaigns = new Map<string, Campaign>();
  /** What each campaign wanted as it stood when it was asked. */
  readonly #acts = new Map<string, { readonly campaign: Campaign; readonly act: CampaignAct | undefined }>();
  #isChanged = false;

  constructor(deliberation: Deliberation, signals: Signals) {
    this.#deliberation = deliberation;
    this.#signals = signals;
    for (const campaign of deliberation.state.campaigns) this.#campaigns.set(campaign.symbol, campaign);
    for (const symbol of symbolsOf(deliberation.state)) this.#observe(symbol);
  }

  get campaigns(): readonly Campaign[] {
    return this.#isChanged ? [...this.#campaigns.values()] : this.#deliberation.state.campaigns;
  }

  campaignOf(symbol: string): Campaign | undefined {
    return this.#campaigns.get(symbol);
  }

  /** What the books say of an instrument, and the step that follows. A found position waits for a bar to be marked by. */
  #observe(symbol: string): void {
    const { state, prices, input } = this.#deliberation;
    const before = this.#campaigns.get(symbol);
    const closeUnits = closeUnitsOf(prices.snapshot, symbol) ?? before?.markUnits;
    const instrument = instrumentAt(prices, symbol);
    if (closeUnits === undefined || instrument === undefined) return;
    const onItsWay = { entry: false, reduction: false, exit: false, protection: false };
    for (const order of state.orders) if (order.symbol === symbol) onItsWay[order.purpose] = true;
    const { campaign, step } = observeCampaign(before, {
      symbol,
      heldUnits: this.#deliberation.sellableQuantity(instrument),
      closeUnits,
      isBuying: onItsWay.entry,
      isReducing: onItsWay.reduction,
      isExiting: onItsWay.exit,
      nowMs: input.slot.atMs,
    });
    if (step !== undefined) this.#note(step.symbol, campaign, { from: step.from, to: step.to, reason: step.reason });
  }

  #note(symbol: string, campaign: Campaign | undefined, of: { readonly from: string; readonly to: string; readonly reason: string }): void {
    this.#isChanged = true;
    if (campaign === undefined) this.#campaigns.delete(symbol);
    else this.#campaigns.set(symbol, campaign);
    this.#deliberation.facts.push({
      symbol,
      code: of.reason,
      values: [
        ["from", of.from],
        ["to", of.to],
      ],
    });
  }

  /**
   * What the campaign of a held instrument wants; undefined where there is none that may act now. Exits,
   * reductions and entries ask for it: it is answered anew only once the campaign has moved, for a
   * position itself does not while a slot is decided.
   */
  actOf(symbol: string): CampaignAct | undefined {
    const campaign = this.#campaigns.get(symbol);
    if (campaign === undefined) return undefined;
    const known = this.#acts.get(symbol);
    if (known?.campaign === campaign) return known.act;
    const act = this.#askCampaign(campaign);
    this.#acts.set(symbol, { campaign, act });
    return act;
  }

  #askCampaign(campaign: Campaign): CampaignAct | undefined {
    const { governed } = this.#signals;
    const { symbol } = campaign;
    const reading = governed?.readingOf(symbol);
    const closeUnits = closeUnitsOf(this.#deliberation.prices.snapshot, symbol);
    if (governed === undefined || reading === undefined || closeUnits === undefined) return undefined;
    if (campaign.state === "armed" || campaign.state === "entering" || campaign.state === "exiting") return undefined;
    const { market, parameters, selection } = governed;
    const view = { reading, market, parameters };
    const isHedged = selection.choices.some(({ strategy }) => strategy === HEDGE);
    const act = decideCampaign({
      ...view,
      campaign,
      closeUnits,
      outlook: governed.outlookOf(reading),
      heldUnits: this.#heldUnits(symbol),
      nowMs: this.#deliberation.input.slot.atMs,
      review: this.#signals.review(symbol, campaign.strategy) ?? NO_STRATEGY,
      hedge: isHedged ? GOVERNED_RULES[HEDGE].review(view) : NO_HEDGE,
      isThesisAlive: selection.choices.some(({ strategy }) => strategy === campaign.strategy),
      roundTripBps: this.#deliberation.roundTripBps,
    });
    // Only an exit may overtake an act that is on its way.
    return campaign.state === "holding" || act.act === "exit" ? act : undefined;
  }

  /** What campaigns want to buy back of what they sold, as entries like any other. */
  additions(): readonly WantedEntry[] {
    const { governed } = this.#signals;
    if (governed === undefined) return NO_ADDITIONS;
    const wanted: WantedEntry[] = [];
    for (const { symbol, strategy, state } of this.campaigns) {
      const act = state === "holding" ? this.actOf(symbol) : undefined;
      const reading = act?.act === "reenter" ? governed.readingOf(symbol) : undefined;
      if (act?.act !== "reenter" || reading === undefined || !isGovernedStrategy(strategy)) continue;
      const proposal = reenter(reading, { strategy, act, parameters: governed.parameters });
      wanted.push({ symbol, strategy, proposal, isAddition: true, quantityMax: act.quantity });
    }
    return wanted;
  }

  #heldUnits(symbol: string): bigint {
    const instrument = instrumentAt(this.#deliberation.prices, symbol);
    return instrument === undefined ? 0n : this.#deliberation.sellableQuantity(instrument);
  }

  /** A decided act, or a setup that was seen or lost: the campaign's next state by the table. */
  step(symbol: string, event: CampaignEvent, { reason, markUnits, strategy }: Changes): void {
    const before = this.#campaigns.get(symbol) ?? this.#opened(symbol, strategy ?? "");
    const { from, to } = stepCampaign(this.#campaigns.get(symbol)?.state ?? "flat", event, { symbol, reason });
    const acted = { ...before, actedMs: this.#deliberation.input.slot.atMs, markUnits: markUnits ?? before.markUnits };
    this.#note(symbol, inState(acted, to), { from, to, reason });
  }

  #opened(symbol: string, strategy: string): Campaign {
    const nowMs = this.#deliberation.input.slot.atMs;
    return { symbol, state: "armed", strategy, sinceMs: nowMs, actedMs: nowMs, fullQuantity: 0n, markUnits: 0n };
  }

  /** Setups of earlier slots that no strategy sees any more are given up. */
  dropLostSetups(isWanted: (symbol: string) => boolean): void {
    for (const { symbol, state } of this.campaigns)
      if (state === "armed" && !isWanted(symbol)) this.step(symbol, "setup_lost", { reason: "SETUP_LOST" });
  }

  /** The account's campaigns after the slot, in symbol order; the list it had where none of them moved. */
  finish(): void {
    if (!this.#isChanged) return;
    const campaigns = [...this.#campaigns.values()].sort((left, right) => (left.symbol < right.symbol ? -1 : 1));
    this.#deliberation.replaceCampaigns(campaigns);
  }
}
