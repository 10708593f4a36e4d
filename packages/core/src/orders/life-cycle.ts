/** States of an order, from the committed intent to what the venue made of it. */
export type OrderState = "intended" | "sending" | "open" | "partially_filled" | "unknown" | "filled" | "cancelled" | "rejected" | "expired";

/** What happens to an order. Past-tense facts: a thing that was only asked for is no event. */
export type OrderEvent =
  | "send_begun"
  | "acknowledged"
  | "partly_filled"
  | "completed"
  | "cancel_confirmed"
  | "rejection_received"
  | "expiry_received"
  | "answer_lost";
