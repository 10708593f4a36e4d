import { Badge } from "@ballast/ui/primitives/badge";
import { ArrowRight, ShieldCheck, ShieldOff } from "lucide-react";
import type { ProfileChange } from "../shell/answers.ts";
import { pathLabel, shownText } from "./profile-fields.ts";

function Direction({ change }: { readonly change: ProfileChange }) {
  if (change.isTightening === undefined) return <Badge>no matter of risk</Badge>;
  return change.isTightening ? (
    <Badge tone="good" icon={<ShieldCheck aria-hidden="true" />}>
      tighter
    </Badge>
  ) : (
    <Badge tone="warn" icon={<ShieldOff aria-hidden="true" />}>
      looser
    </Badge>
  );
}

/** What one version changes of another, each limit with both values and which way it goes. */
export function ChangeList({ changes }: { readonly changes: readonly ProfileChange[] }) {
  if (changes.length === 0) return <p className="text-13 text-ink-muted">Nothing differs.</p>;
  return (
    <ul>
      {changes.map((change) => (
        <li key={change.path} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-b border-line py-1 text-13 last:border-b-0">
          <span className="min-w-48 flex-1 text-ink-muted">{pathLabel(change.path)}</span>
          <span className="inline-flex items-center gap-1.5 text-ink">
            {shownText(change.path, change.before)}
            <ArrowRight role="img" aria-label="to" className="size-3.5 text-ink-faint" />
            {shownText(change.path, change.after)}
          </span>
          <Direction change={change} />
        </li>
      ))}
    </ul>
  );
}
