import { decodeReceiptBody } from "@ballast/core/decision/canonical-decision";
import { explainIdle, type IdleFacts, type IdleReason } from "@ballast/core/decision/idle";
import type { Outcome } from "@ballast/core/decision/decide-types";
import { ALWAYS_TRADING } from "@ballast/core/time/schedule";
import type { AccountRow, Holding } from "../contract/account.ts";
import type { Halt } from "../contract/halt.ts";
import type { TenantTx } from "../database.ts";
import type { Book } from "./book.ts";
import { readEngineState } from "./engine-state.ts";
import { readSchedule } from "./window.ts";

type StandingRow = {
  readonly run_state: NonNullable<IdleFacts["book"]>["runState"];
  readonly is_broken: boolean;
  readonly next_slot_ms: number | null;
  readonly horizon_ms: number | null;
};

async function readStanding(tx: TenantTx, book: Book): Promise<IdleFacts["book"]> {
  const [row] = await tx.rows<StandingRow>(
    `select r.state as run_state, b.broken_by is not null as is_broken, b.next_slot_ms, t.horizon_ms
       from books b join runs r on r.tenant_id = b.tenant_id and r.id = b.run_id left join tracks t on t.key = b.track
      where b.tenant_id = (select tenant_id()) and b.account_id = $1 and b.run_id = $2`,
    [book.accountId, book.runId],
  );
  return (
    row && {
      runKey: book.runKey,
      runState: row.run_state,
      isContinuous: book.runKind === "live",
      isBroken: row.is_broken,
      nextSlotMs: row.next_slot_ms ?? undefined,
      horizonMs: row.horizon_ms ?? undefined,
    }
  );
}

type NewestRow = { readonly at_ms: number; readonly outcome: Outcome; readonly body: Uint8Array };

async function readNewest(tx: TenantTx, book: Book, held: readonly string[]): Promise<IdleFacts["newest"]> {
  const [row] = await tx.rows<NewestRow>(
    "select at_ms, outcome, body from receipts where tenant_id = (select tenant_id()) and account_id = $1 and run_id = $2 and receipt_seq = $3",
    [book.accountId, book.runId, book.receiptSeq],
  );
  if (row === undefined) return undefined;
  const { facts, refusals } = decodeReceiptBody(row.body);
  return { atMs: row.at_ms, outcome: row.outcome, facts, refusals, positions: held };
}

type Asked = {
  readonly row: Pick<AccountRow, "id" | "name" | "state">;
  readonly book: Book | undefined;
  readonly holdings: readonly Pick<Holding, "symbol">[];
  readonly halts: readonly Halt[];
  readonly nowMs: number;
};

/** A trigger of the account's own that reaches all that it trades is of the account, and of nothing else. */
function idleHalt({ scope, subjectName, verb, sinceMs, reason, accounts }: Halt, { name }: Asked["row"]): IdleFacts["halts"][number] {
  const reach =
    scope === "all" && accounts !== undefined ? ({ scope: "account", subject: name } as const) : { scope, subject: subjectName };
  return { ...reach, verb, sinceMs, reason };
}

/** Why an account does nothing right now, in the words that the command line has too; most important first. */
export async function idleReasons(tx: TenantTx, of: Asked): Promise<readonly IdleReason[]> {
  const { row, book, holdings, nowMs } = of;
  const held = holdings.map(({ symbol }) => symbol);
  const engine = await readEngineState(tx, nowMs);
  return explainIdle({
    isClosed: row.state === "closed",
    book: book && (await readStanding(tx, book)),
    engineSeenMs: engine.lastSeenAtMs,
    queueAwaySinceMs: engine.queueAwaySinceMs,
    wallMs: nowMs,
    halts: of.halts.map((halt) => idleHalt(halt, row)),
    schedule: (await readSchedule(tx, row.id)) ?? ALWAYS_TRADING,
    newest: book && (await readNewest(tx, book, held)),
  });
}
