import { barFillModelSchema, chosenFillModel, type BarFillModelSpec } from "@ballast/core/execution/fill-model-spec";

/** Under which a run's options hold the fill model that it chose. */
const OPTION = "fillModel";

/** What a run's options say of its fill model: nothing where it fills at the next open, so that a run is named as before there was a choice. */
export function fillModelOption(spec: BarFillModelSpec | undefined): Readonly<Record<string, BarFillModelSpec>> {
  const chosen = chosenFillModel(spec);
  return chosen === undefined ? {} : { [OPTION]: chosen };
}

/** The fill model that a run's options name. What can't be read is a broken invariant: its fills would be others. */
export function fillModelOfRun(option: unknown): BarFillModelSpec | undefined {
  return option === null || option === undefined ? undefined : chosenFillModel(barFillModelSchema.parse(option));
}
