import { describe } from "vitest";
import { tryRule } from "../rule-tester.ts";
import { fileName } from "./file-name.ts";
import { noAmbientClock } from "./no-ambient-clock.ts";
import { noAssertion } from "./no-assertion.ts";
import { noEmptyWords } from "./no-empty-words.ts";

tryRule("no-assertion", noAssertion, {
  lawful: [
    "export const x = ['a'] as const;",
    "export const x = { a: 1 } satisfies object;",
    "import { a as b } from './a.ts'; export const x = b;",
  ],
  caught: ["export const x = (y: unknown) => y as string;", "export const x = (y: unknown) => <string>y;", "export const x = {} as never;"],
});

tryRule("no-ambient-clock", noAmbientClock, {
  lawful: [
    "export const x = (ms: number) => new Date(ms).toISOString();",
    "export const x = Date.UTC(2021, 0, 1);",
    "export const x = process.env;",
    "export const x = (Date: { now(): number }) => Date.now();",
    "export type X = Date;",
  ],
  caught: [
    "export const x = new Date();",
    "export const x = Date();",
    "export const x = Date.now();",
    "export const x = Date['now']();",
    "export const x = (now = Date.now) => now();",
    "export const x = performance.now();",
    "export const x = process.hrtime();",
    "export const x = process.hrtime.bigint();",
    "export const x = Math.random();",
  ],
});

tryRule("no-empty-words", noEmptyWords, {
  lawful: ["export const x = 1;", "export function settleFill() {}", "export type Services = number;", "export const COMMON_DECIMALS = 8;"],
  caught: [
    "export class OrderManager {}",
    "export function dateUtils() {}",
    "export const orderService = 1;",
    "export type FormatHelpers = number;",
    "export interface Manager { a: 1 }",
  ],
});

describe("file-name", () => {
  const lawful = ["export const x = 1;"];
  for (const filename of [
    "settle-fill.ts",
    "settle-fill.int.test.ts",
    "app/accounts/[accountId]/page.tsx",
    "app/(signed-in)/layout.tsx",
    "api/[...nextauth]/route.ts",
  ]) {
    tryRule(`file-name lets ${filename} pass`, fileName, { lawful, caught: [], filename });
  }
  for (const filename of [
    "settleFill.ts",
    "SettleFill.tsx",
    "settle_fill.ts",
    "order-utils.ts",
    "utils/order.ts",
    "order.service.ts",
    "common/order.ts",
  ]) {
    tryRule(`file-name catches ${filename}`, fileName, { lawful: [], caught: lawful, filename });
  }
});
