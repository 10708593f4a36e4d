/** Address of a receipt within the workspace. Without a run it is the account's live run. */
export function receiptPath(of: { readonly accountId: string; readonly receiptSeq: number; readonly runId?: string | undefined }): string {
  const path = `decisions/${of.accountId}/${of.receiptSeq}`;
  return of.runId === undefined ? path : `${path}?run=${of.runId}`;
}
