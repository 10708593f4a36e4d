import { Badge } from "@ballast/ui/primitives/badge";
import { ArrowRight } from "lucide-react";
import { campaignState } from "./campaign-words.ts";

/** From one state of a campaign to the next. */
export function CampaignStepMark({ from, to }: { readonly from: string; readonly to: string }) {
  const [before, after] = [campaignState(from), campaignState(to)];
  return (
    <span className="inline-flex items-center gap-1">
      <Badge tone={before.tone}>{before.word}</Badge>
      <ArrowRight role="img" aria-label="to" className="size-3.5 text-ink-faint" />
      <Badge tone={after.tone}>{after.word}</Badge>
    </span>
  );
}
