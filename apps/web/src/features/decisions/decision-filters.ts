import type { RouterInputs } from "../../server/routers/app-router.ts";

export type DecisionFilters = Pick<RouterInputs["decision"]["list"], "accountId" | "symbol" | "outcome" | "reasonCode" | "fromMs" | "toMs">;

export const OUTCOME_OPTIONS = [
  { value: "", label: "Any outcome" },
  { value: "INTENTS", label: "Ordered" },
  { value: "REFUSED", label: "Refused" },
  { value: "NO_TRADE", label: "No trade" },
  { value: "LATE", label: "Late" },
  { value: "SKIPPED", label: "Skipped" },
] as const;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SYMBOL = /^[A-Z0-9.]{1,16}\/[A-Z0-9.]{1,16}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;
const CODE = /^[A-Za-z0-9_]{1,64}$/;

/** The first millisecond of a UTC day as an address and a date field write it; undefined where it is none. */
export function dayStartMs(day: string | undefined): number | undefined {
  if (day === undefined || !DAY.test(day)) return undefined;
  const startMs = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(startMs) || startMs < 0 ? undefined : startMs;
}

/** Filters as the address has them; what is no filter is dropped rather than asked, so that an old link still opens. */
export function readFilters(read: (name: string) => string | undefined): DecisionFilters {
  const account = read("account");
  const symbol = read("symbol");
  const code = read("reason");
  const outcome = OUTCOME_OPTIONS.find(({ value }) => value !== "" && value === read("outcome"))?.value;
  const fromMs = dayStartMs(read("from"));
  const lastDayMs = dayStartMs(read("to"));
  return {
    ...(account !== undefined && UUID.test(account) ? { accountId: account } : {}),
    ...(symbol !== undefined && SYMBOL.test(symbol) ? { symbol } : {}),
    ...(outcome === undefined || outcome === "" ? {} : { outcome }),
    ...(code !== undefined && CODE.test(code) ? { reasonCode: code } : {}),
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(lastDayMs === undefined ? {} : { toMs: lastDayMs + DAY_MS - 1 }),
  };
}
