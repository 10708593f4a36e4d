import { formatPercent } from "@ballast/ui/format/ratio";
import { Panel } from "@ballast/ui/primitives/panel";
import { clsx } from "clsx";
import type { ReportView } from "../shell/answers.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
/** A month of this size has the full colour; beyond it the figure tells. */
const FULL = 0.15;
const SHADE_PERCENT = 45;

type Month = ReportView["months"][number];

function groundOf(value: number): string {
  const strength = Math.min(1, Math.abs(value) / FULL) * SHADE_PERCENT;
  return `color-mix(in oklab, ${value < 0 ? "var(--loss-fill)" : "var(--gain-fill)"} ${Math.round(strength)}%, var(--surface))`;
}

/** A year compounds from its months; null where one of them is undefined. */
export function yearReturn(months: readonly Month[]): number | null {
  return months.reduce<number | null>(
    (growth, month) => (growth === null || month.return === null ? null : growth * (1 + month.return)),
    1,
  );
}

function MonthCell({ value, isYear = false }: { readonly value: number | null | undefined; readonly isYear?: boolean }) {
  const isNumber = typeof value === "number";
  return (
    <td
      className={clsx(
        "h-8 px-1.5 text-right text-12 whitespace-nowrap tabular-nums text-ink",
        isYear && "border-l border-line font-medium",
      )}
      style={isNumber && !isYear ? { background: groundOf(value) } : undefined}
    >
      {value === undefined ? "" : formatPercent(value, { sign: "always" })}
    </td>
  );
}

/** What every calendar month made of the equity that it began with. A month without a bar has no cell. */
export function MonthTable({ months }: { readonly months: readonly Month[] }) {
  const years = [...new Set(months.map(({ year }) => year))];
  return (
    <Panel title="Months" note="return of each UTC calendar month, and of the year" isFlush>
      <div className="relative overflow-x-auto" tabIndex={0} role="region" aria-label="Returns by month">
        <table aria-label="Returns by month" className="w-full border-separate border-spacing-0.5">
          <thead>
            <tr className="text-12 text-ink-muted">
              <th scope="col" className="px-2 text-left font-medium">
                Year
              </th>
              {MONTHS.map((month) => (
                <th key={month} scope="col" className="px-1.5 text-right font-medium">
                  {month}
                </th>
              ))}
              <th scope="col" className="px-1.5 text-right font-medium">
                Year
              </th>
            </tr>
          </thead>
          <tbody>
            {years.map((year) => {
              const own = months.filter((month) => month.year === year);
              const growth = yearReturn(own);
              return (
                <tr key={year}>
                  <th scope="row" className="px-2 text-left text-12 font-medium text-ink">
                    {year}
                  </th>
                  {MONTHS.map((name, index) => (
                    <MonthCell key={name} value={own.find(({ month }) => month === index + 1)?.return} />
                  ))}
                  <MonthCell isYear value={growth === null ? null : growth - 1} />
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
