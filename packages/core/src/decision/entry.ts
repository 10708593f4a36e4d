import { decodeInstruments } from "../market/instrument.ts";
import { decodeSnapshot } from "../market/snapshot.ts";
import { decodeRiskProfile } from "../risk/profile-codec.ts";
import { decodeStrategySettings } from "../strategy/settings.ts";
import { decodeAccountState } from "./account-state.ts";
import { decodeReceiptBody } from "./canonical-decision.ts";
import { makeDecide } from "./make-decide.ts";

/**
 * What the bundle of core offers to replay: the function that decides, and how to read everything
 * that a stored input is made of. A stored bundle is loaded by this name and no other.
 */
export const core = {
  makeDecide,
  decodeSnapshot,
  decodeInstruments,
  decodeRiskProfile,
  decodeStrategySettings,
  decodeAccountState,
  decodeReceiptBody,
};
