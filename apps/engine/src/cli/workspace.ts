import { deriveId } from "@ballast/core/numeric/hash";
import { findTenant, listTenants, type Tenant } from "@ballast/db/repositories/accounts";
import { CommandRefused } from "./command.ts";
import type { EngineSession } from "./engine-session.ts";

/** The workspace that a command works on where nobody has signed up yet. */
const LOCAL = { key: "local", name: "Local workspace" };

/** The workspace of that key, or the only one there is; a command that names none on an empty database, or `local`, opens that one. */
export async function workspaceOf(session: EngineSession, key: string | undefined): Promise<Tenant> {
  const { pool, sha256, wallMs } = session.ports;
  const tenants = await listTenants(pool);
  const found = key === undefined ? tenants[0] : tenants.find((tenant) => tenant.key === key || tenant.id === key);
  if (found !== undefined && (key !== undefined || tenants.length === 1)) return found;
  if (tenants.length > 0 || (key !== undefined && key !== LOCAL.key)) {
    throw new CommandRefused({
      code: key === undefined ? "WORKSPACE_UNNAMED" : "WORKSPACE_UNKNOWN",
      fact: key === undefined ? `there are ${tenants.length} workspaces` : `there is no workspace ${key}`,
      mend: `Name one with --workspace: ${tenants.map((tenant) => tenant.key).join(", ") || LOCAL.key}.`,
    });
  }
  const id = deriveId(sha256, { kind: "tenant", accountKey: LOCAL.key, runKey: "", slotKey: "", n: 0 });
  await session
    .ownerPool()
    .query("insert into tenants (id, key, name, is_demo, created_at_ms) values ($1, $2, $3, false, $4) on conflict (key) do nothing", [
      id,
      LOCAL.key,
      LOCAL.name,
      wallMs(),
    ]);
  const opened = await findTenant(pool, LOCAL.key);
  if (opened === undefined) throw new Error("the local workspace was not opened");
  return opened;
}
