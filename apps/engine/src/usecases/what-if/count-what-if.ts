import { randomUUID } from "node:crypto";
import { encodeStrategySettings } from "@ballast/core/strategy/settings";
import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { inTransaction } from "@ballast/db/clients/pool";
import { readBookDataset } from "@ballast/db/repositories/holdout-looks";
import { appendTrials } from "@ballast/db/repositories/trials";
import type { Pool } from "pg";
import { figuresOfCurve } from "../backtest/report-backtest.ts";
import { lookInto } from "../lab/holdout-looks.ts";
import { hashDataset } from "../lab/spec-hash.ts";
import type { WalkedWhatIf } from "./walk-what-if.ts";
import type { WhatIfRequest } from "./what-if-request.ts";

type CountingPorts = { readonly pool: Pool; readonly sha256: Sha256; readonly wallMs: () => number };

/** Counts the path of another profile as a trial of the series that the book decides on: it was tried, and somebody saw what it earned. */
export async function countWhatIf(
  { pool, sha256, wallMs }: CountingPorts,
  of: { readonly request: WhatIfRequest; readonly walked: WalkedWhatIf; readonly actor: string },
): Promise<void> {
  const { request, walked, actor } = of;
  const { tenantId } = request.book;
  const { settings, toMs } = walked;
  const line = await readBookDataset(pool, request.book);
  if (line === undefined) return;
  const dataset = { source: line.source, instruments: settings.instruments, timeframeMs: settings.timeframeMs };
  const datasetHash = hashDataset(sha256, dataset);
  const name = randomUUID();
  const terms = new CanonicalWriter()
    .text("what-if-terms")
    .bytes(encodeRiskProfile(request.profile))
    .bytes(encodeStrategySettings(settings));
  const atMs = wallMs();
  const trial = {
    origin: sha256(new CanonicalWriter().text("what-if-trial").text(name).finish()),
    source: "stored",
    studyId: null,
    ...{ runBy: actor, runAtMs: atMs, recordedAtMs: atMs },
    specHash: sha256(terms.i64(walked.fromMs).i64(toMs).finish()),
    ...figuresOfCurve(walked.curve),
  } as const;
  await inTransaction(pool, async (client) => {
    await lookInto(client, { tenantId, dataset, toMs }, { actor, atMs, kind: "what-if", of: name });
    await appendTrials(client, { tenantId, datasetHash }, [trial]);
  });
}
