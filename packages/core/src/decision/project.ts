import type { OpenOrder } from "../orders/order.ts";
import { AccountDraft } from "./account-draft.ts";
import type { AccountState } from "./account-state.ts";

/** The state after an intent: its order stands in it, what it needs is reserved, and its number is used. */
export function withIntent(state: AccountState, order: OpenOrder): AccountState {
  const draft = new AccountDraft(state);
  draft.placeIntent(order);
  return draft.take();
}
