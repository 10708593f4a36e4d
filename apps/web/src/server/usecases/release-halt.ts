import { releaseWays } from "@ballast/core/risk/release-ways";
import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import type { Halt, HaltRelease } from "../contract/halt.ts";
import { announce } from "./announce.ts";
import { isReleaseAgreed, secondRelease } from "./kill-release.ts";
import { recordAct } from "./record-act.ts";
import { writeCommand } from "./write-command.ts";

type Asked = { readonly haltId: string; readonly reason: string };

function gone(): never {
  throw new TRPCError({ code: "NOT_FOUND", message: "This halt is released already, or was not set here." });
}

const SCOPES: readonly Halt["scope"][] = ["all", "workspace", "account", "instrument", "model"];

/** The halt and those that are one with it: the same trigger tripped at the same close in other accounts. */
async function readGroup(ctx: ActorContext, haltId: string) {
  const { models, tenantId } = ctx.tx;
  const halt = await models.killSwitch.findFirst({ where: { tenantId, id: haltId, releasedMs: null } });
  const scope = SCOPES.find((known) => known === halt?.scope);
  if (halt === null || scope === undefined) return gone();
  const waysFor = (persons: number) => releaseWays({ scope, isByTrigger: halt.code !== null, persons: persons === 2 ? 2 : 1 });
  if (halt.accountId === null) return { halt, ids: [halt.id], persons: halt.releasePersons, way: waysFor(halt.releasePersons).web };
  const { runId, subject, verb, code, sinceMs } = halt;
  const group = await models.killSwitch.findMany({
    where: { tenantId, runId, scope, subject, verb, code, sinceMs, releasedMs: null, accountId: { not: null } },
    select: { id: true, releasePersons: true },
  });
  const persons = Math.max(...group.map(({ releasePersons }) => releasePersons));
  return { halt, ids: group.map(({ id }) => id), persons, way: waysFor(persons).web };
}

type Group = Awaited<ReturnType<typeof readGroup>>;

/** What the first of two releases comes to; undefined where nothing is left to wait for. */
async function waitFor(ctx: ActorContext, { ids, persons, way }: Group, reason: string): Promise<HaltRelease | undefined> {
  const forInstallation: HaltRelease = { outcome: "asked", waitsFor: "installation" };
  if (way === "agree" && (await isReleaseAgreed(ctx, ids[0] ?? ""))) return forInstallation;
  const waiting = persons === 2 ? await secondRelease(ctx, ids, reason) : undefined;
  return waiting ?? (way === "agree" ? forInstallation : undefined);
}

/**
 * Releases one halt, or a trigger in every account that it tripped at one close. Where a profile wants two people the
 * first only asks. What whoever runs the installation halted for all of it stays in force: two people can agree that it
 * may end, and it ends there.
 */
export async function releaseHalt(ctx: ActorContext, { haltId, reason }: Asked): Promise<HaltRelease> {
  const group = await readGroup(ctx, haltId);
  const { scope, subject, verb } = group.halt;
  if (group.way === "none")
    throw new TRPCError({
      code: "CONFLICT",
      message: "Whoever runs the installation set this halt and releases it there: npx ballast halt release.",
    });
  const waiting = await waitFor(ctx, group, reason);
  if (waiting?.outcome === "asked") {
    await recordAct(ctx, { act: "halt.askRelease", subject, facts: { haltId, scope, verb, reason, waitsFor: waiting.waitsFor } });
    await announce(ctx, ["halts"]);
    return waiting;
  }
  const { models, tenantId } = ctx.tx;
  const released = await models.killSwitch.updateMany({
    where: { tenantId, id: { in: group.ids }, releasedMs: null },
    data: { releasedMs: ctx.now(), releasedBy: ctx.signedIn.personId, releaseReason: reason },
  });
  if (released.count === 0) return gone();
  const commandId = await writeCommand(ctx, { kind: "halt.release", payload: { haltId, scope, subject, verb } });
  const facts = { haltId, commandId, scope, verb, reason, accounts: String(group.ids.length) };
  await recordAct(ctx, { act: "halt.release", subject, facts });
  await announce(ctx, ["halts", "commands"]);
  return { outcome: "released", commandId };
}
