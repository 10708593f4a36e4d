import { clsx } from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import { signOf } from "../format/decimal.ts";

type DeltaProps = {
  /** The change as a decimal text: only its sign is read. */
  readonly amount: string | undefined;
  /** How it is written, sign included. */
  readonly text: string;
  readonly hasArrow?: boolean;
  readonly className?: string;
};

/** A signed change: colour, sign and arrow all say the same, so that none is needed alone. */
export function Delta({ amount, text, hasArrow = false, className }: DeltaProps) {
  const sign = signOf(amount);
  const Arrow = sign < 0 ? ArrowDown : ArrowUp;
  return (
    <span
      className={clsx("inline-flex items-center gap-0.5 whitespace-nowrap", sign > 0 && "text-gain", sign < 0 && "text-loss", className)}
    >
      {hasArrow && sign !== 0 && <Arrow aria-hidden="true" className="size-3 shrink-0" />}
      {text}
    </span>
  );
}
