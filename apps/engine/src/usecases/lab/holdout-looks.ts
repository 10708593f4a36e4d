import type { HoldoutLook } from "@ballast/core/backtest/study-result";
import { appendAudit } from "@ballast/db/repositories/audit";
import { HOLDOUT_LOOK, lockSource, readLooks, sharesBars } from "@ballast/db/repositories/holdout-looks";
import { listHoldouts, type DatasetName, type ListedHoldout } from "@ballast/db/repositories/holdouts";
import { AppError } from "@ballast/jobs/app-error";
import type { ClientBase, Pool } from "pg";

/** Stored bars that a result for people is made of: those that open before `toMs`. */
export type Sight = { readonly tenantId: string; readonly dataset: DatasetName; readonly toMs: number };

/** Who looks, and what for. */
export type Looker = {
  readonly actor: string;
  readonly atMs: number;
  readonly kind: "study" | "backtest" | "run" | "what-if";
  readonly of: string;
};

const time = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")}Z`;

/** Holdouts that the bars reach into. One of a series holds out what is rolled up of it, and each set of series with it. */
async function reachedBy(db: ClientBase | Pool, { tenantId, dataset, toMs }: Sight): Promise<readonly ListedHoldout[]> {
  return (await listHoldouts(db, { tenantId })).filter((holdout) => holdout.fromMs < toMs && sharesBars(holdout.dataset, dataset));
}

function refuseClosed(reached: readonly ListedHoldout[]): void {
  const closed = reached.find(({ openedAtMs }) => openedAtMs === null);
  if (closed === undefined) return;
  throw new AppError(
    "HOLDOUT_CLOSED",
    `the period reaches into holdout ${closed.id}, closed from ${time(closed.fromMs)} on: end before it, or open it, once`,
    { retry: "never" },
  );
}

/** Refuses to make a result of bars that a closed holdout keeps unseen: before any of them is walked. */
export async function refuseClosedHoldout(db: ClientBase | Pool, sight: Sight): Promise<void> {
  refuseClosed(await reachedBy(db, sight));
}

/**
 * Looks at stored bars, in the transaction that lets the result stand: refused where a holdout is closed, and
 * logged for each that is open. A holdout was opened for the first look into it; to all others it is seen.
 */
export async function lookInto(client: ClientBase, sight: Sight, by: Looker): Promise<readonly HoldoutLook[]> {
  const { tenantId, dataset } = sight;
  await lockSource(client, { tenantId, source: dataset.source });
  const reached = await reachedBy(client, sight);
  refuseClosed(reached);
  const before = reached.length === 0 ? [] : await readLooks(client, tenantId);
  const looks: HoldoutLook[] = [];
  for (const { id, fromMs, openedAtMs } of reached) {
    const look = before.filter(({ holdoutId }) => holdoutId === id).length + 1;
    const facts = { kind: by.kind, of: by.of, look: String(look), to: time(sight.toMs) };
    await appendAudit(client, { tenantId, atMs: by.atMs, actor: by.actor, act: HOLDOUT_LOOK, subject: id, facts });
    looks.push({ id, fromMs, openedAtMs: openedAtMs ?? by.atMs, look });
  }
  return looks;
}

/** The looks that were logged for a study when it was asked for. */
export async function looksOfStudy(
  db: ClientBase | Pool,
  study: { readonly tenantId: string; readonly id: string },
): Promise<readonly HoldoutLook[]> {
  const logged = (await readLooks(db, study.tenantId)).filter(({ kind, of }) => kind === "study" && of === study.id);
  if (logged.length === 0) return [];
  const holdouts = await listHoldouts(db, { tenantId: study.tenantId });
  return logged.flatMap(({ holdoutId, number: look }) => {
    const holdout = holdouts.find(({ id }) => id === holdoutId);
    return holdout === undefined ? [] : [{ id: holdoutId, fromMs: holdout.fromMs, openedAtMs: holdout.openedAtMs ?? 0, look }];
  });
}
