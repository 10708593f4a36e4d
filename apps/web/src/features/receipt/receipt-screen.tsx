"use client";

import { Button } from "@ballast/ui/primitives/button";
import { ModeBadge } from "@ballast/ui/primitives/mode-badge";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import { OutcomeBadge } from "../decisions/outcome-badge.tsx";
import type { ReceiptView } from "../shell/answers.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { PageHeader } from "../shell/page-header.tsx";
import { ReceiptBody } from "./receipt-body.tsx";
import { receiptPath } from "./receipt-path.ts";
import { useReceipt } from "./use-receipt.ts";

type ReceiptScreenProps = { readonly accountId: string; readonly receiptSeq: number; readonly runId?: string | undefined };

function Step({
  receipt,
  seq,
  label,
}: {
  readonly receipt: ReceiptView;
  readonly seq: number | undefined;
  readonly label: "Earlier" | "Later";
}) {
  const { workspace } = useWorkspace();
  const Icon = label === "Earlier" ? ChevronLeft : ChevronRight;
  const icon = <Icon aria-hidden="true" />;
  if (seq === undefined)
    return (
      <Button isIcon disabled aria-label={`${label} receipt: there is none`}>
        {icon}
      </Button>
    );
  return (
    <Button isIcon asChild>
      <NavLink
        href={workspacePath(workspace.key, receiptPath({ accountId: receipt.accountId, runId: receipt.runId, receiptSeq: seq }))}
        aria-label={`${label} receipt`}
        title={`${label} receipt`}
      >
        {icon}
      </NavLink>
    </Button>
  );
}

/** One decision, from the data it saw to the orders it sent, with the hashes that prove it. */
export function ReceiptScreen({ accountId, receiptSeq, runId }: ReceiptScreenProps) {
  const query = useReceipt({ accountId, receiptSeq, runId });
  const { data } = query;
  const badges =
    data === undefined ? undefined : (
      <>
        <OutcomeBadge outcome={data.outcome} />
        {data.isSynthetic && <ModeBadge mode="synthetic" />}
      </>
    );
  const steps =
    data === undefined ? undefined : (
      <>
        <Step receipt={data} seq={data.previousSeq} label="Earlier" />
        <Step receipt={data} seq={data.nextSeq} label="Later" />
      </>
    );
  return (
    <div className="mx-auto max-w-[960px]">
      <PageHeader
        title={`Receipt ${receiptSeq}`}
        badges={badges}
        state={data === undefined ? undefined : `${data.accountName}, run ${data.runKey}`}
        action={steps}
      />
      <ReceiptBody query={query} />
    </div>
  );
}
