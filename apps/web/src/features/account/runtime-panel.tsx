"use client";

import { formatBasisPoints } from "@ballast/ui/format/ratio";
import { formatUtc, formatUtcMinute } from "@ballast/ui/format/time";
import { Copyable } from "@ballast/ui/primitives/copyable";
import { Panel } from "@ballast/ui/primitives/panel";
import { clsx } from "clsx";
import type { ReactNode } from "react";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import { outcomeWord } from "../decisions/decision-words.ts";
import { receiptPath } from "../receipt/receipt-path.ts";
import type { AccountDetail } from "../shell/answers.ts";
import { moneyText } from "../shell/money-text.ts";
import { NavLink } from "../shell/nav-link.tsx";

const BPS = 10_000;
const TRADES_NAMED_MAX = 2;

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-h-7 items-center justify-between gap-3 py-0.5 text-13">
      <dt className="shrink-0 text-ink-muted">{label}</dt>
      <dd className="min-w-0 truncate text-right text-ink">{children}</dd>
    </div>
  );
}

/** One or two instruments by name; more by their number, and their names under the pointer. */
function tradesText(instruments: readonly string[]): string {
  return instruments.length <= TRADES_NAMED_MAX ? instruments.join(", ") : `${instruments.length} instruments`;
}

/** Every reason why nothing happens, halts first. The box keeps its size: what changes with every close moves no figure. */
function Why({ account }: { readonly account: AccountDetail }) {
  const isHalted = account.halts.length > 0;
  return (
    <p
      className={clsx(
        "my-1.5 h-28 overflow-y-auto rounded border px-2.5 py-1.5 text-13 text-ink [overflow-wrap:anywhere]",
        isHalted ? "border-halt/40 bg-halt-soft" : "border-line bg-sunken",
      )}
      tabIndex={0}
      aria-label="Why it does what it does"
      role="note"
    >
      {account.idle.map(({ words }) => words).join(" ")}
    </p>
  );
}

/** How the account runs: what holds it, what it runs on, what it pays, and the heads of its books. */
export function RuntimePanel({ account }: { readonly account: AccountDetail }) {
  const { workspace } = useWorkspace();
  const { lastDecision, heads, fees, run } = account;
  return (
    <Panel title="Now">
      <dl className="flex flex-col">
        <Line label="Last decision">
          {lastDecision === undefined ? (
            "none yet"
          ) : (
            <NavLink
              href={workspacePath(
                workspace.key,
                receiptPath({
                  accountId: account.id,
                  receiptSeq: lastDecision.receiptSeq,
                  ...(run === undefined ? {} : { runId: run.id }),
                }),
              )}
              className="quiet-link"
              title={`${formatUtc(lastDecision.atMs)} UTC`}
            >
              {outcomeWord(lastDecision.outcome)}, {formatUtcMinute(lastDecision.atMs)}
            </NavLink>
          )}
        </Line>
        <Line label="Priced at">{account.pricedAtMs === undefined ? "–" : formatUtc(account.pricedAtMs)}</Line>
        <Line label="Run">{run === undefined ? "none yet" : `${run.key}, ${run.state}`}</Line>
        <Line label="Market">{account.market.name}</Line>
        <Line label="Trades">
          <span title={account.instruments.join(", ")}>{tradesText(account.instruments)}</span>
        </Line>
        <Line label="Strategy">{`${account.settings.key} v${account.settings.version}`}</Line>
        <Line label="Risk profile">{`${account.profile.key} v${account.profile.version}`}</Line>
        <Line label="Fee, taker">{formatBasisPoints(Number(fees.takerBps) / BPS)}</Line>
        <Line label="Fee, maker">{formatBasisPoints(Number(fees.makerBps) / BPS)}</Line>
        <Line label="Slippage from">{formatBasisPoints(Number(fees.slippageBps) / BPS)}</Line>
        {heads !== undefined && (
          <>
            <Line label={`Receipt ${heads.receiptSeq}`}>
              <Copyable text={heads.receiptHash} label="hash of the last receipt" isShortened />
            </Line>
            <Line label={`Ledger ${heads.ledgerSeq}`}>
              <Copyable text={heads.ledgerHash} label="hash of the last ledger transaction" isShortened />
            </Line>
          </>
        )}
      </dl>
      <Why account={account} />
      <dl className="flex flex-col">
        {/* Last and by place: a balance that comes or goes moves no other line. */}
        {account.balances
          .filter(({ total }) => total.units !== "0")
          .map(({ total, held }, place) => (
            <Line key={place} label={`Balance ${total.asset}`}>
              <span title={`${moneyText(held)} reserved for open orders`}>{moneyText(total)}</span>
            </Line>
          ))}
      </dl>
    </Panel>
  );
}
