import type { HoldoutLook } from "@ballast/core/backtest/study-result";
import { utcText } from "./table.ts";

/** What a result says of each holdout that it looked into. */
export function lookLines(looks: readonly HoldoutLook[]): readonly string[] {
  return looks.map(({ id, fromMs, openedAtMs, look }) => {
    const seen = look === 1 ? "the first look into it" : `look ${look}: these bars are no longer unseen`;
    return `Holdout ${id} from ${utcText(fromMs)} on, opened ${utcText(openedAtMs)}; ${seen}.`;
  });
}
