import type { RouterInputs } from "../../server/routers/app-router.ts";

export type DecisionFilters = Pick<RouterInputs["decision"]["list"], "accountId" | "symbol" | "outcome" | "reasonCode">;

export const OUTCOME_OPTIONS = [
  { value: "", label: "Any outcome" },
  { value: "INTENTS", label: "Ordered" },
  { value: "REFUSED", label: "Refused" },
  { value: "NO_TRADE", label: "No trade" },
  { value: "LATE", label: "Late" },
] as const;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SYMBOL = /^[A-Z0-9.]{1,16}\/[A-Z0-9.]{1,16}$/;
const CODE = /^[A-Za-z0-9_]{1,64}$/;

/** Filters as the address has them; what is no filter is dropped rather than asked, so that an old link still opens. */
export function readFilters(read: (name: string) => string | undefined): DecisionFilters {
  const account = read("account");
  const symbol = read("symbol");
  const code = read("reason");
  const outcome = OUTCOME_OPTIONS.find(({ value }) => value !== "" && value === read("outcome"))?.value;
  return {
    ...(account !== undefined && UUID.test(account) ? { accountId: account } : {}),
    ...(symbol !== undefined && SYMBOL.test(symbol) ? { symbol } : {}),
    ...(outcome === undefined || outcome === "" ? {} : { outcome }),
    ...(code !== undefined && CODE.test(code) ? { reasonCode: code } : {}),
  };
}
