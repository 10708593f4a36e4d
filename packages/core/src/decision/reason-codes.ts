import type { FactValues } from "../risk/refusal.ts";
import { factText } from "./fact-text.ts";

/**
 * Every code that a receipt may carry, most important first, with its sentence for people. Words in
 * braces are facts of the same name. A code never changes its meaning; a sentence may.
 */
const SENTENCES = {
  // What was done.
  KILL_FLATTEN: "Sold because a kill switch says flatten.",
  POSITION_UNPROTECTED: "Sold because the position had no protective stop.",
  DOWNTIME_AHEAD: "The profile wants to be flat in the downtime window, which comes next.",
  DRAWDOWN_EXCESS: "A part is sold: in this drawdown less exposure is allowed.",
  OUTLOOK_NEGATIVE: "Sold: the fall is likely to go on ({continuationBps} bps) and a recovery is not ({reboundBps} bps).",
  TREND_OVER: "Sold: the trend it was bought for is over.",
  SWING_DONE: "Sold: the price has swung to the other side of its mean.",
  REVERSION_DONE: "Sold: the price is back at its mean.",
  RECOVERY_OVER: "Sold: the recovery is over.",
  DOWNSIDE_DOMINATES: "A part is sold: a further fall ({continuationBps} bps) weighs more than a recovery ({reboundBps} bps).",
  HEDGE_SALE: "A part is sold down to quote: most of the market falls, and this faster than its average.",
  HARVEST_GAIN: "A part is sold into strength ({gainBps} bps gained since the last act).",
  CROSS_DOWN: "The fast average crossed below the slow one: sell.",
  CROSS_UP: "The fast average crossed above the slow one: buy.",
  TREND_ENTRY: "Trend follower: the fast average crossed above the slow one while prices rise: buy.",
  SWING_ENTRY: "Volatility swing: first rise after a dip ({deviation} from its mean): buy.",
  REVERSION_ENTRY: "Mean reversion: far under its mean ({deviation}): buy.",
  TRANCHE_DUE: "Stable allocator: a fixed tranche is due: buy.",
  RECOVERY_ENTRY: "Recovery: far below its high and rising again: buy.",
  REENTRY_DIP: "What was sold is bought back lower: a recovery ({reboundBps} bps) weighs more than a further fall ({continuationBps} bps).",
  RUN_END: "Sold at the last close because the run ended.",
  PROTECTIVE_STOP: "A stop protects what the entry bought.",
  TAKE_PROFIT: "A take profit stands above the entry.",
  DRAWDOWN_HALT: "Halted: the drawdown limit is reached.",
  DAILY_LOSS_HALT: "Halted: the daily loss limit is reached.",
  HEARTBEAT_GAP: "Halted: no heartbeat of {feed} for {gapMs} ms (limit {limitMs}).",
  RECONNECTS: "Halted: {feed} was connected anew {reconnects} times within {windowMs} ms.",
  API_ERRORS: "Halted: {failed} of the last {calls} calls to the venue failed.",
  SPREAD_BLOWN: "Halted: the spread ({basis}) is a multiple of its usual.",
  VOLATILITY_BLOWN: "Halted: the last hour moved a multiple of the usual.",
  INTEGRITY_BROKEN: "Halted: a {kind} of the data does not hold.",
  HEALTH_MISSING: "Halted: nothing is known of the health of {part}.",
  LADDER_REARMED: "Re-armed after a halt.",
  DRAWDOWN_RUNG_REACHED: "The drawdown reached rung {to} of the ladder.",
  DRAWDOWN_RUNG_LEFT: "The drawdown is back on rung {to} of the ladder.",
  ENTRY_CANCELLED: "A resting entry is cancelled.",
  SLOT_DECIDED_LATE: "Decided late: only reductions were allowed.",
  OUTAGE: "Skipped: {slots} slots went by undecided before a newer one was claimed.",
  // What was refused.
  PROFILE_REFUSED: "Refused: the risk profile is not within its bounds.",
  MODE_UNKNOWN: "Refused: the account's mode is not known.",
  REFERENCE_PROFILE_ONLY_ON_PAPER: "Refused: the reference profile trades on paper only, not in {mode}.",
  PROFILE_REDUCE_ONLY: "Refused: profile {profile} is reduce-only.",
  NO_APPROVED_MODEL: "Refused: profile {profile} reduces only while no model is approved.",
  KILL_STATE_UNKNOWN: "Refused: the state of the kill switches is not known.",
  KILL_SWITCH_ACTIVE: "Refused: a kill switch is active ({scope} {subject}: {verb}).",
  CLOCK_UNKNOWN: "Refused: the run's clock is not known.",
  WINDOW_DOWNTIME: "No strategy orders in the downtime window.",
  WINDOW_TRANSITION: "Refused: no entries in the minutes before the window changes.",
  ORDER_OUTCOME_UNKNOWN: "Refused: an earlier order's outcome is not known yet.",
  FENCE_NOT_HELD: "Refused: another engine has taken over this account.",
  SLOT_LATE: "Refused: the slot was claimed {lateMs} ms after it was due (limit {limitMs} ms).",
  SNAPSHOT_MISSING: "Refused: there is no market snapshot.",
  SNAPSHOT_STALE: "Refused: the market snapshot is {ageMs} ms old (limit {limitMs} ms).",
  SNAPSHOT_INCOMPLETE: "Refused: the market snapshot lacks {missing}.",
  INSTRUMENT_ABSENT: "Refused: no bar of this instrument closed here.",
  INSTRUMENT_UNKNOWN: "Refused: {symbol} is not in the instrument table.",
  INSTRUMENT_NOT_TRADABLE: "Refused: the venue lists the instrument as {status}.",
  QUANTITY_NOT_POSITIVE: "Refused: nothing to trade after sizing.",
  SHORT_ENTRY: "Refused: an entry must buy; there is no short selling.",
  REDUCE_ONLY_BUYS: "Refused: an order that lowers a position must sell.",
  SHORT_SALE: "Refused: more would be sold than is held.",
  STOP_MISSING: "Refused: the entry carries no protective stop.",
  QUANTITY_OFF_LOT: "Refused: the quantity is not a multiple of the lot.",
  TRIGGER_MISSING: "Refused: a {kind} order without a trigger price.",
  PRICE_OFF_TICK: "Refused: the price is not a multiple of the tick.",
  PRICE_MISSING: "Refused: there is no price of {symbol}.",
  QUANTITY_BELOW_MINIMUM: "Refused: {quantity} {asset} is less than the venue's minimum {minimum}.",
  NOTIONAL_BELOW_MINIMUM: "Refused: {notional} {asset} is less than the minimum {minimum}.",
  RATE_MISSING: "Refused: a price or an exchange rate of the portfolio is missing.",
  PAIR_CAP_EXCEEDED: "Refused: exposure of the pair would be {wouldBePercent} % (limit {limitPercent} %).",
  QUOTE_CAP_EXCEEDED: "Refused: exposure against the quote currency would be {wouldBePercent} % (limit {limitPercent} %).",
  TOTAL_CAP_EXCEEDED: "Refused: total exposure would be {wouldBePercent} % (limit {limitPercent} %).",
  POSITIONS_UNKNOWN: "Refused: it is not known how many positions are held.",
  POSITIONS_EXCEEDED: "Refused: {wouldBe} positions would be held (limit {limit}).",
  BALANCE_UNKNOWN: "Refused: the free balance of {asset} is not known.",
  BALANCE_INSUFFICIENT: "Refused: {needed} {asset} needed, {free} free.",
  CLOCK_STEPPED_BACK: "Refused: the run's clock stepped back.",
  VERSION_UNKNOWN: "Refused: it is not known which profile and settings are active.",
  PROFILE_NOT_ACTIVE: "Refused: profile {decided} decided, {active} is active.",
  SETTINGS_NOT_ACTIVE: "Refused: settings {decided} decided, {active} are active.",
  MODEL_UNKNOWN: "Refused: it is not known whether a model decided.",
  MODEL_NOT_APPROVED: "Refused: model {model} is not approved.",
  READINESS_UNKNOWN: "Refused: it is not known whether the account is ready for live.",
  NOT_READY_FOR_LIVE: "Refused: the account is not ready for live.",
  ALLOCATION_EXCEEDED: "Refused: {wouldBe} would be held (the step towards live allows {limit}).",
  INPUT_UNDECLARED: "Refused: live needs {input}, which the market does not declare.",
  DUPLICATE_INTENT: "Refused: the same order on {symbol} stands already.",
  ORDERS_UNKNOWN: "Refused: it is not known which orders are open.",
  ORDER_RATE_EXCEEDED:
    "Refused: {lastMinute} orders in the last minute (limit {perMinuteMax}), {lastHour} in the last hour (limit {perHourMax}).",
  OPEN_ORDERS_EXCEEDED: "Refused: {open} orders are open (limit {limit}).",
  PRICE_OUTSIDE_COLLAR: "Refused: price {price} is too far from the market's {reference} (limit {limitBps} bps).",
  RATE_STALE: "Refused: an exchange rate is {ageBars} bars old (limit {limitBars}).",
  LADDER_UNKNOWN: "Refused: the account's drawdown is not known.",
  DRAWDOWN_SIZE_EXCEEDED: "Refused: in this drawdown an entry is at most {limit} ({wouldBe} wanted).",
  DRAWDOWN_EXPOSURE_EXCEEDED: "Refused: in this drawdown at most {limit} is held ({wouldBe} would be).",
  DAILY_LOSS_EXCEEDED: "Refused: the day opened at {opened} and stands at {equity} (limit {limitBps} bps).",
  SPREAD_UNKNOWN: "Refused: the spread or its median is not known.",
  FEATURE_NOT_FINITE: "Refused: the feature {feature} is no number: {value}.",
  SPREAD_WIDE_ESTIMATED: "Refused: the spread that highs and lows suggest (estimated) is {widening} times its usual of 30 days.",
  SPREAD_WIDE: "Refused: the spread is {spreadBps} bps, its median {medianBps}.",
  VOLATILITY_UNKNOWN: "Refused: the volatility is not known yet; it needs 30 days of bars.",
  VOLATILITY_HIGH: "Refused: the last hour moved {hourReturn}, the usual is {monthStdev}.",
  COSTS_UNKNOWN: "Refused: the account's fees are not known.",
  EDGE_UNKNOWN: "Refused: the strategy states no expected edge.",
  EDGE_BELOW_COST: "Refused: the expected edge of {edgeBps} bps is below the cost of {costBps} bps.",
  CORRELATION_UNKNOWN: "Refused: the correlation with {with} is not known yet.",
  CORRELATED: "Refused: it moves with {with}, which is held (correlation {correlationBps} bps, limit {limitBps}).",
  CLUSTER_CAP_EXCEEDED: "Refused: exposure of the cluster would be {wouldBePercent} % (limit {limitPercent} %).",
  TOP_THREE_EXCEEDED: "Refused: the three largest positions would be {wouldBePercent} % (limit {limitPercent} %).",
  LEVERAGE_EXCEEDED: "Refused: {wouldBe} would be held with {limit} to pay for it.",
  // What became of an order.
  POSITION_REDUCED: "Cancelled: what it protected was sold.",
  CANCEL_DECIDED: "Cancelled: a decision asked for it.",
  POSITION_SOLD: "The rest is cancelled: the position it added to was sold.",
  WINDOW_REACHED: "The rest is cancelled: no entry is worked into the downtime window.",
  PARTICIPATION_OVER: "The rest is cancelled: the bars that it was worked in traded too little.",
  STOP_PESSIMISTIC_IN_BAR: "The stop filled at the worst that its bar allows: what happens inside a bar is not known.",
  INTENT_STALE: "Expired unsent: an outage kept it back for more than five minutes.",
  // What was only seen.
  HALT_NO_EFFECT: "A halt came, and there was nothing to cancel or to sell.",
  ORDER_PENDING: "An order on this instrument is still on its way.",
  EQUITY_STALE: "A held instrument has no price here; its cost stands in ({missing}).",
  LADDER_STALE: "A price is missing, so drawdown and daily loss were not judged.",
  SIZED: "Sized at {quantity}, bound by {boundBy}.",
  CHECKS_NOT_APPLICABLE: "Some checks had nothing to look at.",
  ALREADY_LONG: "A cross up, but the position is already held.",
  ALREADY_FLAT: "A cross down, but nothing is held.",
  BAR_ABSENT: "No bar closed here: the venue had no trade, or the feed a gap.",
  WARMING_UP: "The indicators are still warming up.",
  NO_CROSS: "No crossing of the averages.",
  REGIME_READ: "The market is {regime}: volatility index {volatilityIndex}, trend {trend}, confidence {confidence}.",
  STRATEGIES_CHOSEN: "Strategies of this regime; together they may use {budgetBps} bps of the exposure cap.",
  SETUP_LOST: "No strategy sees the setup any more.",
  PART_TOO_SMALL: "The part to be sold is worth less than is traded, or what would be left could not be sold.",
  NO_STRATEGY: "No strategy opened this position.",
  REGIME_UNKNOWN: "The market regime is still warming up, or its benchmark has no bar.",
  CAMPAIGN_HOLDS: "The campaign holds its position.",
  CAMPAIGN_RESTS: "The campaign rests after its last act.",
  DROP_HELD: "A severe drop, held: a recovery ({reboundBps} bps) is no less likely than a further fall ({continuationBps} bps).",
  POSITION_FOUND: "A position stands that no campaign opened: one runs it from here.",
  POSITION_CLOSED: "The position is gone.",
  ENTRY_FILLED: "The entry is filled.",
  ENTRY_NOT_FILLED: "The entry was not filled.",
  EXIT_NOT_FILLED: "The sale was not filled; the position stands.",
  ACT_SETTLED: "The campaign's act is settled.",
  PREDICTION_MISSING: "A setup, but the loaded model says nothing of it: no entry.",
  DOWNSIDE_AVOIDED: "A setup, but a further fall weighs more than a recovery: no entry.",
  NO_TREND_ENTRY: "Trend follower: no crossing up in rising prices.",
  NO_SWING_ENTRY: "Volatility swing: no dip that turns.",
  NO_REVERSION_ENTRY: "Mean reversion: not far enough under the mean, or broken down.",
  NO_RECOVERY_ENTRY: "Recovery: not far enough under its high, or not turning.",
  HEDGE_BUYS_NOTHING: "The defensive hedge buys nothing.",
  TRANCHE_NOT_DUE: "Stable allocator: no tranche is due.",
  TREND_STANDS: "Trend follower: the trend stands.",
  SWING_STANDS: "Volatility swing: not there yet.",
  REVERSION_STANDS: "Mean reversion: not back at the mean yet.",
  RECOVERY_STANDS: "Recovery: the rise stands.",
  TRANCHE_STANDS: "Stable allocator: tranches are held.",
  NO_HEDGE: "No reason to hedge.",
} as const;

export type ReasonCode = keyof typeof SENTENCES;

const CODES = Object.keys(SENTENCES);
const WEIGHT: ReadonlyMap<string, number> = new Map(CODES.map((code, index) => [code, index]));

export function isReasonCode(code: string): code is ReasonCode {
  return Object.hasOwn(SENTENCES, code);
}

/** Every code there is, most important first. */
export function reasonCodes(): readonly string[] {
  return CODES;
}

/** Orders codes by importance; one that is not in the table stands last. */
export function byWeight(left: string, right: string): number {
  return (WEIGHT.get(left) ?? CODES.length) - (WEIGHT.get(right) ?? CODES.length);
}

/**
 * A code with its facts as one sentence for people: "Refused: total exposure would be 23.4 % (limit
 * 20 %)." A code that this release does not know, from an older or a newer one, is shown as it is.
 */
export function wordsOf(code: string, facts: FactValues = []): string {
  if (!isReasonCode(code)) return code;
  const byName = new Map(facts);
  return SENTENCES[code].replace(/\{(\w+)\}/g, (_match, name: string) => {
    const value = byName.get(name);
    return value === undefined ? "?" : factText(name, value);
  });
}

/** A code's sentence where its facts are not at hand; undefined where nothing would be left of it without them, or of an unknown code. */
export function bareWordsOf(code: string): string | undefined {
  if (!isReasonCode(code)) return undefined;
  // Brackets that hold a fact go with it.
  const sentence = SENTENCES[code].replace(/ \([^()]*\{\w+\}[^()]*\)/g, "");
  return sentence.includes("{") ? undefined : sentence;
}
