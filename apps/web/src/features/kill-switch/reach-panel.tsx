"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Copyable } from "@ballast/ui/primitives/copyable";
import { Panel } from "@ballast/ui/primitives/panel";
import { Select } from "@ballast/ui/primitives/select";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { OctagonPause, Siren } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useRight, useWorkspace } from "../../client/workspace.tsx";
import type { HaltScope, HaltVerb } from "../../server/contract/halt.ts";
import { HaltMenu } from "../shell/halt-menu.tsx";
import type { HaltTarget } from "../shell/halt-target.ts";
import { verbsOf } from "../shell/halt-words.ts";
import { ReachPicker, targetOf, useParts, WHOLE_WORKSPACE, type Reach } from "./reach-picker.tsx";

const REASON = "A drill from the console";
const HALT_ALL = 'npx ballast halt --scope all --reason "…"';

const MEANING: Record<HaltScope, string> = {
  workspace: "Every account of this workspace.",
  account: "One account, whatever it trades.",
  instrument: "One instrument, in every account that trades it.",
  model: "What one model decides. Rules go on, and nothing is cancelled or sold: a model decides entries alone.",
};

/** Exercises the halt that is picked: decided in every account that it would reach, and committed nowhere. */
function DrillControls({ target, scope }: { readonly target: HaltTarget | undefined; readonly scope: HaltScope }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { workspace } = useWorkspace();
  const [picked, setPicked] = useState<HaltVerb>("flatten");
  const drill = useMutation(trpc.halt.drill.mutationOptions({ onSuccess: () => void queryClient.invalidateQueries() }));
  const verbs = verbsOf(scope).map(({ verb, act }) => ({ value: verb, label: act.replace("…", "") }));
  const verb = verbs.find(({ value }) => value === picked)?.value ?? "block_entries";
  return (
    <>
      <Select
        label="What is drilled"
        value={verb}
        options={verbs}
        onChange={(value) => setPicked(verbs.find((one) => one.value === value)?.value ?? "flatten")}
      />
      <Button
        disabled={drill.isPending || target === undefined}
        title="Decides the halt in every account that it would reach and commits nothing"
        onClick={() => target !== undefined && drill.mutate({ workspaceId: workspace.id, target, verb, reason: REASON })}
      >
        <Siren aria-hidden="true" />
        Drill
      </Button>
      {drill.isError && (
        <p role="alert" className="basis-full text-13 text-halt">
          {drill.error.message}
        </p>
      )}
    </>
  );
}

function nameOf({ scope, accountId, symbol, model }: Reach, parts: ReturnType<typeof useParts>, workspaceName: string): string {
  const names: Record<HaltScope, string> = {
    workspace: workspaceName,
    account: parts.accounts.find(({ value }) => value === accountId)?.label ?? "",
    instrument: symbol,
    model: `model ${model.trim()}`,
  };
  return names[scope];
}

/** Halts one part of the workspace, or drills that: who may not halt is told so beside what is in force. */
export function ReachPanel() {
  const { workspace } = useWorkspace();
  const right = useRight("halt.set");
  const [reach, setReach] = useState(WHOLE_WORKSPACE);
  const parts = useParts();
  if (!right.isAllowed) return null;
  const target = targetOf(reach);
  return (
    <Panel title="Halt or drill" note={MEANING[reach.scope]}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <ReachPicker reach={reach} parts={parts} onChange={setReach} />
        {target === undefined ? (
          <Button disabled title={`Name the ${reach.scope} first`}>
            <OctagonPause aria-hidden="true" />
            Halt
          </Button>
        ) : (
          <HaltMenu target={target} targetName={nameOf(reach, parts, workspace.name)} />
        )}
        <span className="flex flex-wrap items-center gap-2 sm:ml-auto">
          <DrillControls target={target} scope={reach.scope} />
        </span>
      </div>
      <p className="mt-3 flex flex-wrap items-center gap-x-2 text-12 text-ink-muted">
        A drill blocks, cancels and sells nothing. This page ends at its workspace. All workspaces at once are for whoever runs the
        installation to halt, on its machine, and to drill with --drill:
        <Copyable text={HALT_ALL} label="command" />
      </p>
    </Panel>
  );
}
