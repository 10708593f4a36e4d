import type { StudySpec } from "@ballast/core/backtest/study-spec";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { toHex } from "@ballast/core/numeric/hash";
import type { Study } from "@ballast/db/repositories/studies";
import { AppError } from "@ballast/jobs/app-error";
import type { Pool } from "pg";
import type { ThreadStudy } from "../../lab-threads/thread-messages.ts";
import { parseStudySpec } from "./parse-study.ts";
import { hashBars } from "./spec-hash.ts";
import { loadStudyMarket } from "./study-market.ts";
import { planStudy, type StudyPlan } from "./study-plan.ts";
import { loadStudyProfile } from "./study-profile.ts";

/** A study that is worked on: its terms, its plan, and its bars in shared memory. */
export type OpenStudy = { readonly spec: StudySpec; readonly plan: StudyPlan; readonly thread: ThreadStudy };

/** Bars of so many studies stay in memory. */
const STUDIES_OPEN_MAX = 3;

export type StudyShelf = { readonly open: (study: Study) => Promise<OpenStudy> };

async function openStudy(ports: { readonly pool: Pool; readonly sha256: Sha256 }, study: Study): Promise<OpenStudy> {
  const spec = parseStudySpec(study.spec);
  const profile = await loadStudyProfile(ports.pool, { tenantId: study.tenantId, spec });
  const market = await loadStudyMarket(ports, spec);
  if (toHex(hashBars(ports.sha256, market.series)) !== toHex(study.barsHash))
    throw new AppError("BARS_CHANGED", "the bars of this period were repaired since the study was asked for; ask for it again", {
      retry: "never",
    });
  const plan = planStudy(spec, market.rowsMs.length);
  return { spec, plan, thread: { key: study.id, spec, profile, market } };
}

/** Opens studies once per process: every piece of work of one reads the same bars in memory. */
export function openStudyShelf(ports: { readonly pool: Pool; readonly sha256: Sha256 }): StudyShelf {
  const opened = new Map<string, Promise<OpenStudy>>();
  return {
    open: (study) => {
      const opening = opened.get(study.id) ?? openStudy(ports, study);
      opened.delete(study.id);
      opened.set(study.id, opening);
      const [oldest] = opened.keys();
      if (opened.size > STUDIES_OPEN_MAX && oldest !== undefined) opened.delete(oldest);
      // What failed is tried anew by the next piece.
      opening.catch(() => opened.delete(study.id));
      return opening;
    },
  };
}
