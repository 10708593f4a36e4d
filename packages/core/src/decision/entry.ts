import { decodeInstruments } from "../market/instrument.ts";
import { decodeSnapshot } from "../market/snapshot.ts";
import { decodeRiskProfile } from "../risk/profile-codec.ts";
import { decodeStrategySettings } from "../strategy/settings.ts";
import { decodeAccountState, encodeAccountState } from "./account-state.ts";
import { decodeReceiptBody } from "./canonical-decision.ts";
import { dispatch, needsDispatch } from "./dispatch.ts";
import { makeDecide } from "./make-decide.ts";
import { openBook } from "./open-book.ts";
import { bookDecision, encodeReceipt } from "./receipt.ts";
import { settle } from "./settle.ts";

/**
 * What the bundle of core offers to replay: the function that decides, what books a decision and the
 * bars between two of them, and how to read everything that a stored input is made of. A stored bundle
 * is loaded by this name and no other; a member that has once been released keeps its meaning.
 */
export const core = {
  makeDecide,
  settle,
  dispatch,
  needsDispatch,
  openBook,
  bookDecision,
  encodeReceipt,
  encodeAccountState,
  decodeSnapshot,
  decodeInstruments,
  decodeRiskProfile,
  decodeStrategySettings,
  decodeAccountState,
  decodeReceiptBody,
};

export type Core = typeof core;
