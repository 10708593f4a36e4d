import type { IncidentView } from "../contract/incident.ts";

/** A hash is told by its beginning, and a broken row may quote a page. */
const VALUE_LENGTH_MAX = 40;
const BEGINNING_LENGTH = 16;
/** An error is a sentence. */
const ERROR_LENGTH_MAX = 200;

type Found = Pick<IncidentView, "kind" | "accountName"> & { readonly facts: Readonly<Record<string, string>> };

function short(value: string | undefined): string {
  if (value === undefined || value === "") return "nothing";
  return value.length <= VALUE_LENGTH_MAX ? value : `${value.slice(0, BEGINNING_LENGTH)}…`;
}

/** `A stored decision of Alpha does not replay`. */
export function incidentTitle({ kind, accountName }: Found): string {
  switch (kind) {
    case "REPLAY_MISMATCH":
      return `A stored decision of ${accountName} does not replay`;
    case "FEATURES_MISMATCH":
      return `A close that ${accountName} decided on is not what its bars say`;
    case "BOOK_BROKEN":
      return `The books of ${accountName} broke`;
  }
}

/** `equityUnits: stored 100, replayed 99. Look who touched it before you rely on this account.` */
export function incidentDetail({ kind, facts }: Found): string {
  if (kind === "BOOK_BROKEN")
    return `It broke while ${short(facts["at"])}: ${(facts["error"] ?? "an error that nobody named").slice(0, ERROR_LENGTH_MAX)}.`;
  const { field, stored, replayed } = facts;
  return `${short(field)}: stored ${short(stored)}, replayed ${short(replayed)}. Find out who touched it before you rely on this account.`;
}
