import { expect, it } from "vitest";
import { EMPTY_OVERLAY, type CandleStretch } from "./candle-model.ts";
import { stretchBoxes } from "./draw-stretches.ts";
import { floorPx, STRIP_PX, type OverlayScene, type PaneGeometry } from "./pane-geometry.ts";

const HOUR = 3_600_000;
const COLOUR = "#000";
const colours = { surface: COLOUR, ink: COLOUR, inkMuted: COLOUR, line: COLOUR, lineStrong: COLOUR, accent: COLOUR, gain: COLOUR, loss: COLOUR, warn: COLOUR, halt: COLOUR, calm: COLOUR, restless: COLOUR, crash: COLOUR }; // prettier-ignore
const slots = Array.from({ length: 10 }, (_, hour) => ({ openMs: hour * HOUR, bar: undefined }));
/** Ten slots of 10 px, the first of them half out of sight. */
const geometry: PaneGeometry = { widthPx: 90, heightPx: 100, slotPx: 10, xOf: (slot) => slot * 10, yOf: () => undefined };

const stretch = (fromHour: number, toHour: number | undefined, level: CandleStretch["level"]): CandleStretch => ({
  key: `${fromHour}`,
  fromMs: fromHour * HOUR,
  toMs: toHour === undefined ? undefined : toHour * HOUR,
  level,
  word: "",
  label: "",
});
const sceneOf = (...stretches: readonly CandleStretch[]): OverlayScene => ({ slots, colours, overlay: { ...EMPTY_OVERLAY, stretches } });

it("stands the higher, the worse the state, from slot edge to slot edge", () => {
  const boxes = stretchBoxes(sceneOf(stretch(2, 4, 1), stretch(4, 5, 4), stretch(5, 8, 3)), geometry);
  expect(boxes.map(({ left, right, top }) => [left, right, geometry.heightPx - top])).toEqual([
    [15, 35, 2],
    [35, 45, 8],
    [45, 75, 6],
  ]);
});

it("is cut at the pane's edges, and left out beyond them", () => {
  const boxes = stretchBoxes(sceneOf(stretch(-20, -10, 2), stretch(-10, 3, 2), stretch(3, undefined, 1)), geometry);
  expect(boxes.map(({ left, right }) => [left, right])).toEqual([
    [0, 25],
    [25, 90],
  ]);
});

it("takes its room from the pane only where there are states", () => {
  expect(floorPx(sceneOf(), geometry)).toBe(100);
  expect(floorPx(sceneOf(stretch(0, 1, 1)), geometry)).toBe(100 - STRIP_PX);
});
