import { formatDuration } from "@ballast/ui/format/duration";
import { formatUtc } from "@ballast/ui/format/time";
import { Copyable } from "@ballast/ui/primitives/copyable";
import type { ReceiptView } from "../shell/answers.ts";
import { moneyText } from "../shell/money-text.ts";
import { strategyName } from "../strategies/strategy-words.ts";
import { LineList } from "./line-list.tsx";
import { priceWords } from "./price-words.ts";

const TRIGGERS: Readonly<Record<string, string>> = { bar: "a bar closed", hour: "the hour", halt: "a halt" };

type Version = { readonly key: string; readonly version: number };

const versionText = (version: Version | undefined, name: string | undefined): string =>
  version === undefined ? (name ?? "–") : `${version.key}, version ${version.version}`;

/** When it was due, when it was decided, on which snapshot and with what in the books. */
export function DataStep({ receipt }: { readonly receipt: ReceiptView }) {
  const lateMs = receipt.nowMs === undefined ? undefined : receipt.nowMs - receipt.atMs;
  const { profile, settings, costs, mode } = receipt.content;
  const decided = receipt.nowMs === undefined ? "–" : `${formatUtc(receipt.nowMs)} UTC, ${formatDuration(lateMs)} after`;
  return (
    <LineList
      lines={[
        { label: "Due", value: `${formatUtc(receipt.atMs)} UTC` },
        { label: "Decided", value: decided },
        { label: "Trigger", value: TRIGGERS[receipt.kind] ?? receipt.kind },
        { label: "Mode", value: mode },
        { label: "Equity at the closes", value: moneyText(receipt.equity) },
        { label: "Prices", value: priceWords(receipt) },
        { label: "Risk profile", value: versionText(profile?.version, profile?.name) },
        { label: "Strategy", value: settings === undefined ? "–" : `${strategyName(settings.kind)}: ${versionText(settings.version, "")}` },
        { label: "Costs a side", value: costs === undefined ? "–" : `${costs.feeBps} bp fee, ${costs.slippageBps} bp slippage` },
        { label: "Fills", value: costs?.fills ?? "–" },
        { label: "Snapshot", value: <Copyable text={receipt.hashes.snapshot} label="snapshot hash" isShortened /> },
      ]}
    />
  );
}
