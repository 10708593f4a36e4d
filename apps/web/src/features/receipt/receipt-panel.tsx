"use client";

import { SidePanel } from "@ballast/ui/primitives/side-panel";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import { ReceiptBody } from "./receipt-body.tsx";
import { receiptPath } from "./receipt-path.ts";
import { useReceipt } from "./use-receipt.ts";

/** A receipt beside the list it was picked from; its key stands in the list's address. */
export function ReceiptPanel({ receiptKey, onClose }: { readonly receiptKey: string; readonly onClose: () => void }) {
  const { workspace } = useWorkspace();
  const [accountId = "", runId = "", seq = ""] = receiptKey.split(".");
  const receiptSeq = Number(seq);
  const receipt = useReceipt({ accountId, runId, receiptSeq });
  return (
    <SidePanel
      title={`Receipt ${seq}`}
      openHref={workspacePath(workspace.key, receiptPath({ accountId, receiptSeq, runId }))}
      onClose={onClose}
    >
      <ReceiptBody query={receipt} />
    </SidePanel>
  );
}
