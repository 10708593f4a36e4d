import { chosenFillModel, writeFillModel, type BarFillModelSpec } from "@ballast/core/execution/fill-model-spec";
import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import { toHex, type Sha256 } from "@ballast/core/numeric/hash";
import type { RunAccount } from "./open-run-books.ts";

/** What of an account decides what its book in a run becomes. */
type NamedAccount = Pick<RunAccount, "key" | "profileBody" | "settingsBody" | "takerFeeBps" | "slippageBps" | "startingUnits" | "seed">;

type NamedPeriod = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly source: string;
  readonly rearmAfterMs: number | undefined;
  readonly fillModel: BarFillModelSpec | undefined;
};

const KEY_HEX = 12;

/** A name for what runs: the same accounts, content and period give the same name. */
export function nameOfRun(sha256: Sha256, accounts: readonly NamedAccount[], period: NamedPeriod): string {
  const writer = new CanonicalWriter().i64(period.fromMs).i64(period.toMs).text(period.source);
  writer.option(period.rearmAfterMs, (value) => writer.i64(value));
  writer.list(accounts, (account) => {
    writer
      .text(account.key)
      .bytes(account.profileBody)
      .bytes(account.settingsBody)
      .f64(account.takerFeeBps)
      .f64(account.slippageBps)
      .units(account.startingUnits)
      .text(account.seed);
  });
  const chosen = chosenFillModel(period.fillModel);
  if (chosen !== undefined) writeFillModel(writer, chosen);
  return `run-${toHex(sha256(writer.finish())).slice(0, KEY_HEX)}`;
}
