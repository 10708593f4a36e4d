import { Badge, type BadgeTone } from "@ballast/ui/primitives/badge";
import { CircleDot, CircleSlash, Hourglass, Lock } from "lucide-react";
import type { AccountRow } from "../shell/answers.ts";

const LOOKS: Record<AccountRow["state"], { readonly tone: BadgeTone; readonly icon: typeof Lock; readonly word: string }> = {
  running: { tone: "good", icon: CircleDot, word: "Running" },
  halted: { tone: "halt", icon: CircleSlash, word: "Halted" },
  waiting: { tone: "neutral", icon: Hourglass, word: "Waiting" },
  closed: { tone: "neutral", icon: Lock, word: "Closed" },
};

/** Whether an account decides right now. */
export function AccountStateBadge({ state }: { readonly state: AccountRow["state"] }) {
  const { tone, icon: Icon, word } = LOOKS[state];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {word}
    </Badge>
  );
}
