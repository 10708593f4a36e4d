/** The terms of an order that risk and orders share; risk is the lower room, so they stand here. */
export type OrderSide = "buy" | "sell";
export type OrderKind = "market" | "stop-loss" | "take-profit";
export type OrderPurpose = "entry" | "exit" | "reduction" | "protection";
