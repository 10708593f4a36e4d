import { formatUtc } from "@ballast/ui/format/time";
import { unitsToNumber } from "@ballast/ui/format/units";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import type { Column } from "@ballast/ui/table/column";
import type { DecisionRow } from "../shell/answers.ts";
import { moneyText } from "../shell/money-text.ts";
import { decisionReason } from "./decision-words.ts";
import { OutcomeBadge } from "./outcome-badge.tsx";

/** What stands in the list of decisions: the sentence takes the room, the codes are there to export. */
export const DECISION_COLUMNS: readonly Column<DecisionRow>[] = [
  { key: "at", header: "Decided", unit: "UTC", value: (row) => formatUtc(row.atMs), cell: (row) => <Timestamp atMs={row.atMs} /> },
  { key: "outcome", header: "Outcome", value: (row) => row.outcome, cell: (row) => <OutcomeBadge outcome={row.outcome} isMarkOnPhone /> },
  {
    key: "what",
    header: "What and why",
    isFlexible: true,
    value: decisionReason,
    cell: (row) => <span title={decisionReason(row)}>{decisionReason(row)}</span>,
  },
  { key: "account", header: "Account", isWide: true, value: (row) => row.accountName },
  {
    key: "equity",
    header: "Equity",
    align: "right",
    isWide: true,
    value: (row) => unitsToNumber(row.equity),
    cell: (row) => moneyText(row.equity),
  },
  { key: "receipt", header: "Receipt", align: "right", isWide: true, value: (row) => row.receiptSeq },
  { key: "intents", header: "Orders", align: "right", isHidden: true, isWide: true, value: (row) => row.intents },
  { key: "refusals", header: "Refusals", align: "right", isHidden: true, isWide: true, value: (row) => row.refusals },
  { key: "codes", header: "Codes", isHidden: true, isWide: true, value: (row) => row.reasonCodes.join(" ") },
];
