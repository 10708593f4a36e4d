/** Approvals that nobody has decided yet, by the section where they are decided. */
export type PendingApprovals = { readonly raises: number; readonly releases: number; readonly roles: number };
