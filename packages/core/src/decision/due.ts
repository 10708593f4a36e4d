import type { RiskProfile } from "../risk/profile.ts";
import type { FactValues } from "../risk/refusal.ts";
import type { AccountState } from "./account-state.ts";
import type { KillFact } from "./decide-types.ts";

/** Whether a due slot is decided, or becomes a slot row SKIPPED(reason) without a receipt. */
export type Due = { readonly isDue: true } | { readonly isDue: false; readonly reason: "WINDOW_DOWNTIME"; readonly facts: FactValues };

export declare function dueOf(slot: { readonly atMs: number; readonly profile: RiskProfile; readonly kills: readonly KillFact[]; readonly state: AccountState }): Due;
