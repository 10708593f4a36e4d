import { formatPercent } from "@ballast/ui/format/ratio";
import { clsx } from "clsx";
import type { ReportView } from "../shell/answers.ts";
import { yearReturn } from "./month-table.tsx";

const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;
/** What a page has room for: of a longer run the newest years, and a line for those before. */
const YEARS_MAX = 10;

type Months = ReportView["months"];

const short = (value: number | null | undefined): string => (value === undefined ? "" : formatPercent(value).replace(/\s*%$/, ""));

/** The months of a run in small print. */
export function TearsheetMonths({ months }: { readonly months: Months }) {
  const years = [...new Set(months.map(({ year }) => year))];
  const shown = years.slice(-YEARS_MAX);
  return (
    <section className="mt-2">
      <h2 className="mb-0.5 text-12 font-semibold">
        Months, %
        {years.length > shown.length && (
          <span className="font-normal text-ink-muted">
            {" "}
            (the last {shown.length} of {years.length} years)
          </span>
        )}
      </h2>
      <div className="relative overflow-x-auto">
        <table aria-label="Returns by month" className="w-full border-collapse text-[10px] leading-3.5">
          <thead>
            <tr className="border-b border-line-strong text-ink-muted">
              <th scope="col" className="text-left font-medium">
                Year
              </th>
              {NUMBERS.map((month) => (
                <th key={month} scope="col" className="text-right font-medium">
                  {month}
                </th>
              ))}
              <th scope="col" className="text-right font-medium">
                Year
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((year) => {
              const own = months.filter((month) => month.year === year);
              const growth = yearReturn(own);
              const values = NUMBERS.map((number) => own.find(({ month }) => month === number)?.return);
              return (
                <tr key={year} className="border-b border-line">
                  <th scope="row" className="text-left font-medium">
                    {year}
                  </th>
                  {values.map((value, index) => (
                    <td key={NUMBERS[index]} className={clsx("text-right", typeof value === "number" && value < 0 && "text-loss")}>
                      {short(value)}
                    </td>
                  ))}
                  <td className="text-right font-semibold">{short(growth === null ? null : growth - 1)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
