/** Most of the screen, and the same before and after the chart is there. */
export const CANDLE_HEIGHT = "h-[calc(100dvh-17rem)] min-h-96";
