import { shippedCatalogue } from "@ballast/core/market/catalogue";
import { expect, test } from "vitest";
import { paymentWarnings } from "./payment-warning.ts";

const instruments = shippedCatalogue().map(({ instrument }) => instrument);
const asked = (symbols: readonly string[], baseCurrency = "USD") =>
  paymentWarnings({ accountKey: "alpha", baseCurrency, symbols, instruments });

test("an account is told once per quote what it can't pay for, and with what it could", () => {
  expect(asked(["BTC/USD", "BTC/EUR", "ETH/EUR"])).toEqual({
    warnings: [
      'BTC/EUR, ETH/EUR are paid in EUR, account alpha holds USD, and its market has no rate between EUR and USD, so that every entry is refused with RATE_MISSING. Trade them with an account in EUR: npx ballast accounts create --name "In EUR" --currency EUR --instrument BTC/EUR --instrument ETH/EUR',
    ],
    isAll: false,
  });
  expect(asked(["BTC/USDT"])).toMatchObject({ isAll: true, warnings: [expect.stringContaining("--currency USDT")] });
  expect(asked(["ETH/BTC"])).toMatchObject({ isAll: true, warnings: [expect.stringContaining("No account is kept in BTC")] });
  expect(asked(["BTC/USD"])).toEqual({ warnings: [], isAll: false });
  expect(asked(["BTC/USDT"], "USDT")).toEqual({ warnings: [], isAll: false });
});
