import { z } from "zod";
import { timeMs } from "../input.ts";

const REQUEST_LENGTH_MAX = 200_000;
const FIELDS_MAX = 30;
const COMPARED_MAX = 5;

/** A request as a form holds it. Core's own schema reads it; here it is only kept from being endless. */
export const writtenStudy = z
  .record(z.string().max(60), z.unknown())
  .refine((fields) => Object.keys(fields).length <= FIELDS_MAX && JSON.stringify(fields).length <= REQUEST_LENGTH_MAX, {
    error: "a study of fewer words",
  });

export const studyId = z.uuid();
export const comparedIds = z.array(studyId).min(1).max(COMPARED_MAX, `at most ${COMPARED_MAX} studies side by side`);
export const datasetHash = z.string().regex(/^[0-9a-f]{64}$/, "a dataset’s hash");
export const stretch = z.object({ fromMs: timeMs, toMs: timeMs });
