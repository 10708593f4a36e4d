/** Most of the screen, and the same before and after the chart is there. */
export const CANDLE_HEIGHT = "h-[60vh] min-h-96";
