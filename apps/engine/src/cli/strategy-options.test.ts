import { defaultEmaAtrSettings, defaultGovernedSettings } from "@ballast/core/strategy/settings";
import { z } from "zod";
import { describe, expect, test } from "vitest";
import { UsageError } from "./command.ts";
import { parseOptions } from "./parse-options.ts";
import { strategyFields, strategyFrom } from "./strategy-options.ts";

const BTC = ["BTC/USD"];
const parsed = (options: Record<string, string | readonly string[]>) =>
  parseOptions(z.object(strategyFields), { positionals: [], options });

describe("strategy options", () => {
  test("make ema-atr with its defaults where nothing is said", () => {
    expect(strategyFrom(parsed({}), undefined, BTC)).toEqual(defaultEmaAtrSettings(BTC));
  });

  test("make governed settings of strategies and parameters, the others at their fallbacks", () => {
    const made = strategyFrom(
      parsed({ strategy: "governed", strategies: "recovery, trend-follower", parameter: ["trendStopAtr=2"] }),
      undefined,
      BTC,
    );
    const usual = defaultGovernedSettings(BTC);
    expect(made).toEqual({
      ...usual,
      strategies: ["trend-follower", "recovery"],
      parameters: { ...usual.parameters, trendStopAtr: 2 },
    });
  });

  test.each(["trend-follower", "mean-reversion", "recovery"])("make the selector with %s alone of its name", (name) => {
    expect(strategyFrom(parsed({ strategy: name }), undefined, BTC)).toEqual({ ...defaultGovernedSettings(BTC), strategies: [name] });
  });

  test("change one parameter of what an account has and leave the rest", () => {
    const own = { ...defaultGovernedSettings(BTC), parameters: { ...defaultGovernedSettings(BTC).parameters, restBars: 9 } };
    const changed = strategyFrom(parsed({ parameter: ["trendStopAtr=2"] }), own, undefined);
    expect(changed).toEqual({ ...own, parameters: { ...own.parameters, trendStopAtr: 2 } });
  });

  test("leave an account's own settings where none is given", () => {
    expect(strategyFrom(parsed({}), defaultGovernedSettings(BTC), undefined)).toBeUndefined();
  });

  test("take another kind with its own defaults, on the same instruments and bars", () => {
    expect(strategyFrom(parsed({ strategy: "governed" }), defaultEmaAtrSettings(BTC), undefined)).toEqual(defaultGovernedSettings(BTC));
  });

  test.each([
    [{ strategy: "governed", fast: "5" }, "--fast belongs to --strategy ema-atr; here the strategy is governed."],
    [{ parameter: ["trendStopAtr=2"] }, "--parameter belongs to --strategy governed; here the strategy is ema-atr."],
    [{ strategy: "governed", parameter: ["trendStopAtr=99"] }, "--parameter: trendStopAtr must be from 0.1 to 20 ATR, not 99."],
    [{ strategy: "recovery", strategies: "recovery" }, "--strategies: --strategy recovery runs that one alone"],
    [{ strategy: "governed", strategies: "martingale" }, '--strategies: "martingale" is not known'],
    [{ strategy: "governed", timeframe: "15m" }, "--timeframe: governed strategies decide on hourly bars"],
  ])("refuse %j by the option's name", (options, words) => {
    expect(() => strategyFrom(parsed(options), undefined, BTC)).toThrow(new RegExp(words.replaceAll(/[.(]/g, "\\$&")));
    expect(() => strategyFrom(parsed(options), undefined, BTC)).toThrow(UsageError);
  });

  test.each(["trendStopAtr", "trendStopAtr=", "=2", "a=1=2", "trendStopAtr=two"])("refuse %s as no parameter", (text) => {
    expect(() => parsed({ strategy: "governed", parameter: [text] })).toThrow(/write name=value/);
  });

  test("refuse a parameter that there is not", () => {
    expect(() => strategyFrom(parsed({ strategy: "governed", parameter: ["stopAtr=2"] }), undefined, BTC)).toThrow(/--parameter/);
  });
});
