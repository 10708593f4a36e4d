import { sideWord } from "./order-words.ts";

/** Which way an order goes: a triangle as in the charts, and the word. */
export function SideMark({ side }: { readonly side: "buy" | "sell" }) {
  return (
    <span className={side === "buy" ? "text-gain" : "text-loss"}>
      <span aria-hidden="true">{side === "buy" ? "▲ " : "▼ "}</span>
      {sideWord(side)}
    </span>
  );
}
