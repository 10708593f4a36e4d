"use client";

import { Select } from "@ballast/ui/primitives/select";
import { useRouter } from "next/navigation";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import type { AccountRow, MarketView } from "../shell/answers.ts";
import type { Address } from "../shell/use-address.ts";
import { marketPath } from "./market-path.ts";

type MarketPickersProps = {
  readonly markets: readonly MarketView[] | undefined;
  readonly marketKey: string;
  readonly symbol: string;
  readonly accounts: readonly AccountRow[];
  readonly accountId: string | undefined;
  readonly address: Address;
};

/** Which instrument is shown, and whose fills and decisions lie over it. */
export function MarketPickers({ markets, marketKey, symbol, accounts, accountId, address }: MarketPickersProps) {
  const router = useRouter();
  const { workspace } = useWorkspace();
  const symbols = markets?.find(({ key }) => key === marketKey)?.instruments.map((instrument) => instrument.symbol) ?? [symbol];
  const query = address.withParts({}).split("?")[1];
  const goTo = (chosen: string): void =>
    router.push(`${workspacePath(workspace.key, marketPath(marketKey, chosen))}${query === undefined ? "" : `?${query}`}`);
  return (
    <span className="flex gap-1.5 max-sm:w-28 max-sm:flex-col sm:justify-end">
      <Select
        label="Instrument"
        value={symbol}
        options={symbols.map((one) => ({ value: one, label: one }))}
        onChange={goTo}
        className="w-28 max-sm:w-full"
      />
      <Select
        label="Account whose orders are shown"
        value={accountId ?? "none"}
        options={[...accounts.map(({ id, name }) => ({ value: id, label: name })), { value: "none", label: "No account" }]}
        onChange={(value) => address.replace({ account: value })}
        className="w-36 max-sm:w-full"
      />
    </span>
  );
}
