import { Badge, type BadgeTone } from "@ballast/ui/primitives/badge";
import { CircleDot, CircleSlash, Flag, Hourglass, Lock } from "lucide-react";
import type { AccountRow } from "../shell/answers.ts";

const LOOKS: Record<AccountRow["state"], { readonly tone: BadgeTone; readonly icon: typeof Lock; readonly word: string }> = {
  running: { tone: "good", icon: CircleDot, word: "Running" },
  halted: { tone: "halt", icon: CircleSlash, word: "Halted" },
  waiting: { tone: "neutral", icon: Hourglass, word: "Waiting" },
  ended: { tone: "neutral", icon: Flag, word: "Run ended" },
  closed: { tone: "neutral", icon: Lock, word: "Closed" },
};

type AccountStateBadgeProps = { readonly state: AccountRow["state"]; readonly isMarkOnPhone?: boolean };

/** Whether an account decides right now; in a dense list on a phone the mark alone. */
export function AccountStateBadge({ state, isMarkOnPhone = false }: AccountStateBadgeProps) {
  const { tone, icon: Icon, word } = LOOKS[state];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      <span className={isMarkOnPhone ? "max-md:sr-only" : undefined}>{word}</span>
    </Badge>
  );
}
