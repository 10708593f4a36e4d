/** States of an order, from the committed intent to what the venue made of it. */
export type OrderState = "intended" | "sending" | "open" | "partially_filled" | "unknown" | "filled" | "cancelled" | "rejected" | "expired";
