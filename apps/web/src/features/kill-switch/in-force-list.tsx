"use client";

import { Badge } from "@ballast/ui/primitives/badge";
import { Copyable } from "@ballast/ui/primitives/copyable";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import { OctagonPause, ShieldCheck } from "lucide-react";
import { useRight } from "../../client/workspace.tsx";
import { FactList } from "../receipt/fact-list.tsx";
import type { Halt } from "../shell/answers.ts";
import { brokenBookText, haltStill, haltTitle } from "../shell/halt-words.ts";
import { ReleaseButton } from "../shell/release-button.tsx";
import { haltWhy } from "./halt-why.ts";

/** What whoever runs the installation has set is agreed to here and released there. */
const isAgreed = ({ scope, code }: Halt): boolean => scope === "all" && code === undefined;

function HaltItem({ halt }: { readonly halt: Halt }) {
  const facts = halt.facts ?? [];
  const found = brokenBookText(halt);
  return (
    <li className="border-b border-line px-3 py-2 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <OctagonPause aria-hidden="true" className="size-4 text-halt" />
        <span className="text-13 font-medium text-ink">{haltTitle(halt)}</span>
        {halt.accounts !== undefined && <Badge>{halt.accounts === 1 ? "one account" : `${halt.accounts} accounts`}</Badge>}
        {halt.releasePersons === 2 && <Badge tone="warn">{isAgreed(halt) ? "two agree to its release" : "two release it"}</Badge>}
        {halt.isReleaseAgreed && <Badge>release agreed to</Badge>}
        <span className="ml-auto">
          <ReleaseButton halt={halt} />
        </span>
      </div>
      <p className="mt-1 flex flex-wrap items-center gap-x-2 text-13 text-ink-muted">
        <span>
          Since <Timestamp atMs={halt.sinceMs} /> by {halt.setBy}: {haltWhy(halt)} {haltStill(halt)}
        </span>
        {halt.code !== undefined && <Copyable text={halt.code} label="code" className="text-ink-faint" />}
      </p>
      {found !== undefined && <p className="mt-1 text-12 break-words text-ink-faint">Found: {found}</p>}
      {facts.length > 0 && (
        <div className="mt-1">
          <FactList
            values={facts}
            of={{ code: halt.code, symbol: halt.scope === "instrument" ? halt.subject : "", currency: halt.currency }}
          />
        </div>
      )}
    </li>
  );
}

/** Every switch in force, the newest first: what it does, who or what set it, what was seen, and its release. */
export function InForceList({ halts }: { readonly halts: readonly Halt[] }) {
  const halting = useRight("halt.set");
  return (
    <Panel title="In force" note={halting.isAllowed ? undefined : `Halting: ${halting.reason ?? ""}`} isFlush>
      {halts.length === 0 ? (
        <EmptyState icon={<ShieldCheck aria-hidden="true" />} title="No kill switch is in force">
          {halting.isAllowed && "Halting is always one click away, above."} Triggers of feed health, spread, volatility and integrity block
          entries by themselves.
        </EmptyState>
      ) : (
        <ul>
          {halts.map((halt) => (
            <HaltItem key={halt.id} halt={halt} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
