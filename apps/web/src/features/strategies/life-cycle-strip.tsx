import { CAMPAIGN_STATES } from "@ballast/core/campaign/life-cycle";
import type { CampaignRow } from "../shell/answers.ts";
import { campaignState } from "./campaign-words.ts";

/** A campaign that is flat is off, and no row. */
const ON = CAMPAIGN_STATES.filter((state) => state !== "flat");

/** The states of a campaign in the order of its life: what each means, and how many stand there now. */
export function LifeCycleStrip({ rows }: { readonly rows: readonly CampaignRow[] }) {
  return (
    <ol
      aria-label="Life of a campaign"
      className="grid grid-cols-2 gap-x-4 gap-y-2 border-b border-line px-3 py-2 sm:grid-cols-4 xl:grid-cols-7"
    >
      {ON.map((state) => {
        const { word, does } = campaignState(state);
        const count = rows.filter((row) => row.state === state).length;
        return (
          <li key={state} className={count === 0 ? "text-ink-muted" : "text-ink"}>
            <p className="flex items-baseline justify-between gap-2 text-13 font-medium">
              {word}
              <span className="tabular-nums">{count}</span>
            </p>
            <p className="text-12 text-ink-muted">{does}</p>
          </li>
        );
      })}
    </ol>
  );
}
