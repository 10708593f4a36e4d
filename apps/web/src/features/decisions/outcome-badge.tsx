import { Badge, type BadgeTone } from "@ballast/ui/primitives/badge";
import { ArrowRightLeft, Ban, Clock, Minus, Moon } from "lucide-react";
import { decisionTone, outcomeWord, type DecisionTone } from "./decision-words.ts";

const LOOKS: Record<DecisionTone, { readonly tone: BadgeTone; readonly icon: typeof Ban }> = {
  acted: { tone: "accent", icon: ArrowRightLeft },
  quiet: { tone: "neutral", icon: Minus },
  refused: { tone: "warn", icon: Ban },
  late: { tone: "halt", icon: Clock },
  skipped: { tone: "neutral", icon: Moon },
};

/** What a decision came to, in one word with its mark; in a dense list on a phone the mark alone. */
export function OutcomeBadge({ outcome, isMarkOnPhone = false }: { readonly outcome: string; readonly isMarkOnPhone?: boolean }) {
  const { tone, icon: Icon } = LOOKS[decisionTone(outcome)];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      <span className={isMarkOnPhone ? "max-md:sr-only" : undefined}>{outcomeWord(outcome)}</span>
    </Badge>
  );
}
