import { z } from "zod";
import { ROLES } from "../permissions.ts";

/** Bounds of what a request may ask, shared by the procedures; nothing reaches a query unparsed. */

const PAGE_MAX = 200;
const PAGE_DEFAULT = 50;
const CURSOR_LENGTH_MAX = 200;
/** The year 2200: later times are mistakes, and keep arithmetic on milliseconds safe. */
const TIME_MS_MAX = 7_258_118_400_000;

export const pageLimit = z.int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT);
export const cursor = z.string().max(CURSOR_LENGTH_MAX).optional();
export const timeMs = z.int().min(0).max(TIME_MS_MAX);
export const sequence = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
export const symbol = z.string().regex(/^[A-Z0-9.]{1,16}\/[A-Z0-9.]{1,16}$/, "an instrument such as BTC/USD");
export const key = z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,62}$/, "a key of lower-case letters, digits, dots, dashes");
export const code = z.string().regex(/^[A-Za-z0-9_]{1,64}$/, "a code");
export const reason = z.string().trim().min(3, "say why, in three letters at least").max(500);
export const role = z.enum(ROLES);
export const email = z.string().trim().toLowerCase().max(254).pipe(z.email("an e-mail address"));
export const personName = z.string().trim().min(1, "a name").max(120);
export const accountName = z.string().trim().min(1, "a name").max(60);
export const password = z.string().min(12, "twelve characters at least").max(200);
/** An account in one of its runs; without a run, the live one. */
export const inAccount = z.object({ accountId: z.uuid(), runId: z.uuid().optional() });
export const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "the link is incomplete");
