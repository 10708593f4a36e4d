import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { isLoosening, profileDiff } from "@ballast/core/risk/profile-diff";
import { readRiskProfile } from "@ballast/core/risk/profile-written";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { strayCaps, strayCapWords } from "@ballast/core/risk/stray-caps";
import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import type { ProfileCheck, ProfileFault, ProfileSaved } from "../contract/profile.ts";
import type { Tx } from "../database.ts";
import { requireProfile } from "../queries/profiles.ts";
import { nodeSha256 } from "../sha256.ts";
import { recordAct } from "./record-act.ts";

type Written = { readonly key: string; readonly baseVersion: number; readonly written: Readonly<Record<string, unknown>> };

/** Read by core's own schema: bounded field by field, then by policy. A profile keeps its key as its name. */
function readWritten({ key, written }: Written): { readonly profile: RiskProfile | undefined; readonly faults: readonly ProfileFault[] } {
  const reading = readRiskProfile({ ...written, name: key });
  if (reading.isAdmitted) return { profile: reading.profile, faults: [] };
  return { profile: undefined, faults: reading.facts.map(([path, words]) => ({ path, words })) };
}

/** Caps that nothing known falls under; what the version that it began from names stays as it is. */
async function strayFaults(tx: Tx, profile: RiskProfile, base: RiskProfile): Promise<readonly ProfileFault[]> {
  const known = await tx.rows<{ readonly symbol: string; readonly quote: string }>("select symbol, quote from instruments", []);
  const before = new Set(strayCaps(base, known).map(({ list, name }) => `${list} ${name}`));
  const added = strayCaps(profile, known).filter(({ list, name }) => !before.has(`${list} ${name}`));
  return added.map((stray) => ({ path: stray.list, words: strayCapWords(stray) }));
}

/** What is wrong with a written profile and what it would change of the version it began from; nothing is written. */
export async function checkProfile(tx: Tx, asked: Written): Promise<ProfileCheck> {
  const base = await requireProfile(tx, { key: asked.key, version: asked.baseVersion });
  const { profile, faults } = readWritten(asked);
  const changes = profile === undefined ? [] : profileDiff(base, profile);
  const strays = profile === undefined ? [] : await strayFaults(tx, profile, base);
  return { faults: [...faults, ...strays], changes, isLooser: isLoosening(changes) };
}

async function newestVersion(ctx: ActorContext, key: string): Promise<number> {
  const { models, tenantId } = ctx.tx;
  const newest = await models.riskProfileVersion.aggregate({ where: { tenantId, profileKey: key }, _max: { version: true } });
  return newest._max.version ?? 0;
}

/**
 * Saves a written profile as the next version of its key, with who and why. No account moves by it:
 * each is assigned, and that is where a live one asks for approval.
 */
export async function saveProfile(ctx: ActorContext, asked: Written & { readonly reason: string }): Promise<ProfileSaved> {
  const { key, baseVersion, reason } = asked;
  const base = await requireProfile(ctx.tx, { key, version: baseVersion });
  const { profile, faults } = readWritten(asked);
  if (profile === undefined) return { version: undefined, faults };
  const strays = await strayFaults(ctx.tx, profile, base);
  if (strays.length > 0) return { version: undefined, faults: strays };
  if ((await newestVersion(ctx, key)) !== baseVersion)
    throw new TRPCError({ code: "CONFLICT", message: "A newer version was saved meanwhile: begin from that one." });
  if (profileDiff(base, profile).length === 0) throw new TRPCError({ code: "BAD_REQUEST", message: "Nothing is different yet." });
  const body = encodeRiskProfile(profile);
  const version = baseVersion + 1;
  const { models, tenantId } = ctx.tx;
  await models.riskProfileVersion.create({
    data: {
      tenantId,
      profileKey: key,
      version,
      hash: Uint8Array.from(nodeSha256(body)),
      body: Uint8Array.from(body),
      author: ctx.signedIn.personId,
      reason,
      createdAtMs: ctx.now(),
    },
  });
  await recordAct(ctx, { act: "profile.save", subject: key, facts: { version: String(version), from: String(baseVersion), reason } });
  return { version, faults: [] };
}
