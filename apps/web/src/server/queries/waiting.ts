import type { Halt } from "../contract/halt.ts";
import type { WaitingItem } from "../contract/overview.ts";
import { onlyRow, type TenantTx } from "../database.ts";
import { mayRole, type Permission, type Role } from "../permissions.ts";
import { haltsInForce } from "./halts.ts";
import { openIncidents } from "./incidents.ts";
import { readRaiseRows } from "./raise-requests.ts";
import { readReleaseRequests, type ReleaseRequest } from "./release-requests.ts";
import { readRoleRequests } from "./role-requests.ts";

/** A command that the engine has not finished by then needs a look. */
const COMMAND_STUCK_MS = 60_000;

const VERBS = {
  block_entries: "Entries are blocked",
  reduce_only: "Positions may only be reduced",
  cancel: "Orders are cancelled",
  flatten: "Flattened, entries are blocked",
} as const;

function reachWords({ scope, subjectName, accounts }: Halt): string {
  if (scope !== "all") return subjectName;
  return accounts === undefined ? "everywhere on this installation" : plural(accounts, "account", "accounts");
}

async function haltItems(tx: TenantTx): Promise<readonly WaitingItem[]> {
  const halts = await haltsInForce(tx);
  return halts.map((halt) => ({
    kind: "halt_in_force" as const,
    title: `${VERBS[halt.verb]}: ${reachWords(halt)}`,
    detail: `${halt.setBy}: ${halt.code === undefined ? halt.reason : halt.reason.replace(/^[A-Z_]+: /, "")}`,
    sinceMs: halt.sinceMs,
    path: "kill-switch",
  }));
}

async function incidentItems(tx: TenantTx): Promise<readonly WaitingItem[]> {
  const { first } = await openIncidents(tx);
  return first.map(({ title, detail, openedAtMs, accountId, runId, receiptSeq }) => ({
    kind: "incident" as const,
    title,
    detail,
    sinceMs: openedAtMs,
    path: receiptSeq === undefined ? `accounts/${accountId}` : `decisions/${accountId}/${String(receiptSeq)}?run=${runId}`,
  }));
}

function nextStep({ isCooling, isOfInstallation }: ReleaseRequest): string {
  if (isCooling) return "It cools off for 24 hours first";
  return isOfInstallation ? "A second person agrees to it" : "A second person releases it";
}

async function releaseItems(tx: TenantTx, nowMs: number): Promise<readonly WaitingItem[]> {
  const releases = await readReleaseRequests(tx, nowMs);
  return releases.map((release) => ({
    kind: "halt_release" as const,
    title: `A halt should be released: ${release.subjectName}`,
    detail: `Asked by ${release.requestedByName}: ${release.reason}. ${nextStep(release)}.`,
    sinceMs: release.requestedAtMs,
    path: "kill-switch",
  }));
}

async function roleItems(tx: TenantTx, nowMs: number): Promise<readonly WaitingItem[]> {
  const requests = await readRoleRequests(tx, nowMs);
  return requests.map((request) => ({
    kind: "role_request" as const,
    title: `${request.name} should become ${request.toRole.replace("_", " ")}`,
    detail: `Asked by ${request.requestedByName}: ${request.reason}`,
    sinceMs: request.requestedAtMs,
    path: "members",
  }));
}

async function raiseItems(tx: TenantTx, nowMs: number): Promise<readonly WaitingItem[]> {
  const raises = await readRaiseRows(tx, nowMs);
  return raises.map((raise) => ({
    kind: "limit_raise" as const,
    title: `${raise.account_name} should get looser limits: ${raise.profile_key}, version ${raise.profile_version}`,
    detail: `Asked by ${raise.requested_by_name}: ${raise.reason}`,
    sinceMs: raise.requested_at_ms,
    path: "profiles",
  }));
}

type CountsRow = {
  readonly unknown_orders: number;
  readonly unknown_since_ms: number | null;
  readonly stuck: number;
  readonly stuck_since_ms: number | null;
  readonly invitations: number;
  readonly invited_since_ms: number | null;
  readonly accounts: number;
};

async function readCounts(tx: TenantTx, nowMs: number): Promise<CountsRow> {
  const rows = await tx.rows<CountsRow>(
    `select unknown_orders, unknown_since_ms, stuck, stuck_since_ms, invitations, invited_since_ms, accounts
       from (select count(*) as unknown_orders, min(updated_ms) as unknown_since_ms from orders where tenant_id = (select tenant_id()) and state = 'unknown') o,
            (select count(*) as stuck, min(requested_at_ms) as stuck_since_ms from commands
              where tenant_id = (select tenant_id()) and state in ('pending', 'claimed') and requested_at_ms < $1 - $2::int8) c,
            (select count(*) as invitations, min(created_at_ms) as invited_since_ms from invitations
              where tenant_id = (select tenant_id()) and accepted_at_ms is null and revoked_at_ms is null and expires_at_ms > $1) i,
            (select count(*) as accounts from accounts where tenant_id = (select tenant_id()) and closed_at_ms is null) a`,
    [nowMs, COMMAND_STUCK_MS],
  );
  return onlyRow(rows, "waiting counts");
}

function plural(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}

function countItems(counts: CountsRow): readonly WaitingItem[] {
  const items: WaitingItem[] = [];
  const add = (kind: WaitingItem["kind"], title: string, of: Omit<WaitingItem, "kind" | "title">): void => {
    items.push({ kind, title, ...of });
  };
  if (counts.unknown_orders > 0)
    add("order_unknown", `${plural(counts.unknown_orders, "order has", "orders have")} an unknown outcome`, {
      detail: "Their accounts make no entries until it is proven.",
      sinceMs: counts.unknown_since_ms ?? undefined,
      path: "accounts",
    });
  if (counts.stuck > 0)
    add("command_stuck", `${plural(counts.stuck, "command waits", "commands wait")} for the engine`, {
      detail: "The engine carries commands out as soon as it runs.",
      sinceMs: counts.stuck_since_ms ?? undefined,
      path: undefined,
    });
  if (counts.invitations > 0)
    add("invitation_open", `${plural(counts.invitations, "invitation is", "invitations are")} not accepted yet`, {
      detail: "Send the link again or revoke it.",
      sinceMs: counts.invited_since_ms ?? undefined,
      path: "members",
    });
  if (counts.accounts === 0)
    add("no_account", "Create a paper account", {
      detail: "It trades with play money on the market you choose.",
      sinceMs: undefined,
      path: "accounts",
    });
  return items;
}

/** What it takes to see where something is moved on; who lacks it is not told that it waits for them. */
const SEEN_WITH: Readonly<Partial<Record<WaitingItem["kind"], Permission>>> = {
  role_request: "member.read",
  invitation_open: "member.invite",
  no_account: "account.create",
};

/** What only a person can move on, the gravest first, as far as it concerns the role. */
export async function readWaiting(tx: TenantTx, of: { readonly nowMs: number; readonly role: Role }): Promise<readonly WaitingItem[]> {
  const { nowMs, role } = of;
  const items = [
    ...(await incidentItems(tx)),
    ...(await haltItems(tx)),
    ...(await releaseItems(tx, nowMs)),
    ...(await raiseItems(tx, nowMs)),
    ...(await roleItems(tx, nowMs)),
    ...countItems(await readCounts(tx, nowMs)),
  ];
  return items.filter(({ kind }) => {
    const permission = SEEN_WITH[kind];
    return permission === undefined || mayRole(role, permission);
  });
}
