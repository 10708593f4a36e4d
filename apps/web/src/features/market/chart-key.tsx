/** What the marks on the chart mean, and whose they are. */
export function ChartKey({ accountName, hasRegimes }: { readonly accountName: string | undefined; readonly hasRegimes: boolean }) {
  return (
    <div className="flex h-5 items-center gap-x-4 overflow-hidden text-12 whitespace-nowrap text-ink-muted">
      {accountName === undefined ? (
        <span>No account is shown.</span>
      ) : (
        <>
          <span className="font-medium text-ink">{accountName}</span>
          <span>
            <span aria-hidden="true" className="text-gain">
              ▲
            </span>{" "}
            bought{" "}
            <span aria-hidden="true" className="text-loss">
              ▼
            </span>{" "}
            sold
          </span>
          <span className="max-sm:hidden">
            <span aria-hidden="true" className="text-accent">
              ━
            </span>{" "}
            entry{" "}
            <span aria-hidden="true" className="text-loss">
              ╌
            </span>{" "}
            stop
          </span>
          <span className="max-sm:hidden">
            <span aria-hidden="true" className="text-accent">
              ●
            </span>{" "}
            ordered{" "}
            <span aria-hidden="true" className="text-warn">
              ○
            </span>{" "}
            refused{" "}
            <span aria-hidden="true" className="text-ink-faint">
              ·
            </span>{" "}
            no trade
          </span>
          <span className="flex items-center gap-1 max-lg:hidden">
            <span aria-hidden="true" className="inline-block size-3 bg-line" /> downtime{" "}
            <span aria-hidden="true" className="ml-1 inline-block size-3 bg-halt-soft" /> halted
          </span>
        </>
      )}
      {hasRegimes && (
        <span className="max-xl:hidden">
          <span aria-hidden="true">▂▄▆█</span> regime: risk on, neutral, risk off, panic
        </span>
      )}
      <a href="https://www.tradingview.com/" rel="noreferrer" target="_blank" className="ml-auto text-ink-faint hover:underline">
        Chart by TradingView
      </a>
    </div>
  );
}
