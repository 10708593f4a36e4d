import type { ElementType } from "./binary-array.ts";
import { bulkInsert, type Column } from "./insert-rows.ts";
import type {
  BookId,
  DisposalRow,
  FillRow,
  IntentRow,
  OrderEventRow,
  OrderRow,
  PostingRow,
  ReceiptRow,
  SlotRow,
  StateRow,
  TransactionRow,
} from "./cycle-rows.ts";

/** A row as its bulk insert reads it: fields by name. */
type Fields = Readonly<Record<string, unknown>>;

/** Column `snake_case` of the field `camelCase`, by SQL type. */
function column<Row extends Fields>(key: string, type: ElementType): Column<Row> {
  return { name: key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), type, value: (row) => row[key] };
}

const bookColumns = <Row extends BookId>(): Column<Row>[] => [
  { name: "tenant_id", type: "uuid", value: (row) => row.tenantId },
  { name: "account_id", type: "uuid", value: (row) => row.accountId },
  { name: "run_id", type: "uuid", value: (row) => row.runId },
];

function columnsOf<Row extends BookId & Fields>(types: {
  readonly [Key in Exclude<keyof Row & string, keyof BookId>]: ElementType;
}): Column<Row>[] {
  return [...bookColumns<Row>(), ...Object.entries<ElementType>(types).map(([key, type]) => column<Row>(key, type))];
}

export const insertStates = bulkInsert<StateRow>(
  "account_states",
  columnsOf<StateRow>({ hash: "bytea", body: "bytea" }),
  "on conflict do nothing",
);

export const insertSlots = bulkInsert<SlotRow>(
  "slots",
  columnsOf<SlotRow>({ kind: "text", atMs: "int8", seq: "int4", untilMs: "int8", outcome: "text", reason: "text", facts: "bytea" }),
);

const receiptColumns = columnsOf<Omit<ReceiptRow, "reasonCodes">>({
  receiptSeq: "int8",
  atMs: "int8",
  kind: "text",
  seq: "int4",
  outcome: "text",
  snapshotHash: "bytea",
  stateBefore: "bytea",
  stateAfter: "bytea",
  inputHash: "bytea",
  outputHash: "bytea",
  coreHash: "bytea",
  equityUnits: "numeric",
  body: "bytea",
  previousHash: "bytea",
  hash: "bytea",
});
// An array of arrays would be flattened by unnest, so the codes travel as one text; no code has a comma.
const reasonCodes: Column<ReceiptRow> = {
  name: "reason_codes",
  type: "text",
  value: (row) => row.reasonCodes.join(","),
  expression: "string_to_array($, ',')",
};

export const insertReceipts = bulkInsert<ReceiptRow>("receipts", [...receiptColumns, reasonCodes]);

export const insertIntents = bulkInsert<IntentRow>(
  "intents",
  columnsOf<IntentRow>({
    intentSeq: "int8",
    atMs: "int8",
    orderId: "uuid",
    symbol: "text",
    side: "text",
    kind: "text",
    purpose: "text",
    quantity: "numeric",
    quoteBudget: "numeric",
    triggerUnits: "numeric",
    stopOffsetUnits: "numeric",
    receiptSeq: "int8",
    parentOrderId: "uuid",
  }),
);

/** The row shows where an order stands; its events, append-only, are the truth. */
export const upsertOrders = bulkInsert<OrderRow>(
  "orders",
  columnsOf<OrderRow>({
    id: "uuid",
    intentSeq: "int8",
    symbol: "text",
    side: "text",
    kind: "text",
    purpose: "text",
    state: "text",
    quantity: "numeric",
    filledQuantity: "numeric",
    triggerUnits: "numeric",
    createdMs: "int8",
    updatedMs: "int8",
    reason: "text",
  }),
  `on conflict (tenant_id, account_id, run_id, id) do update set state = excluded.state,
     filled_quantity = excluded.filled_quantity, updated_ms = excluded.updated_ms, reason = excluded.reason`,
);

export const insertOrderEvents = bulkInsert<OrderEventRow>(
  "order_events",
  columnsOf<OrderEventRow>({ orderId: "uuid", n: "int4", atMs: "int8", event: "text", fromState: "text", toState: "text", reason: "text" }),
);

export const insertFills = bulkInsert<FillRow>(
  "fills",
  columnsOf<FillRow>({
    fillSeq: "int8",
    atMs: "int8",
    orderId: "uuid",
    symbol: "text",
    side: "text",
    quantity: "numeric",
    priceUnits: "numeric",
    referencePriceUnits: "numeric",
    feeUnits: "numeric",
    feeAsset: "text",
    why: "text",
    ledgerSeq: "int8",
  }),
);

export const insertDisposals = bulkInsert<DisposalRow>(
  "lot_disposals",
  columnsOf<DisposalRow>({
    fillSeq: "int8",
    n: "int4",
    atMs: "int8",
    symbol: "text",
    quantity: "numeric",
    costUnits: "numeric",
    proceedsUnits: "numeric",
    openedMs: "int8",
    entryPriceUnits: "numeric",
    why: "text",
  }),
);

export const insertTransactions = bulkInsert<TransactionRow>(
  "ledger_transactions",
  columnsOf<TransactionRow>({
    ledgerSeq: "int8",
    atMs: "int8",
    kind: "text",
    reference: "text",
    postingCount: "int2",
    previousHash: "bytea",
    hash: "bytea",
  }),
);

export const insertPostings = bulkInsert<PostingRow>(
  "postings",
  columnsOf<PostingRow>({ ledgerSeq: "int8", n: "int2", atMs: "int8", ledgerAccount: "text", asset: "text", units: "numeric" }),
);
