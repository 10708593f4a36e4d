import { z } from "zod";
import { key } from "../input.ts";

export const version = z.int().min(1).max(1_000_000);
export const profileRef = z.object({ key, version });

const FIELDS_MAX = 60;

/** A profile as a form holds it. Core's own schema reads it; here it is only kept from being endless. */
export const writtenProfile = z
  .record(z.string().max(60), z.unknown())
  .refine((fields) => Object.keys(fields).length <= FIELDS_MAX && JSON.stringify(fields).length <= 50_000, {
    error: "a risk profile of fewer fields",
  });
export const writtenInput = z.object({ key, baseVersion: version, written: writtenProfile });
