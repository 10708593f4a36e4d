import { CORE_ROOMS } from "../import-law/core-rooms.cjs";
import { localLinks } from "./markdown.ts";
import type { Check, Finding } from "./tree.ts";

const ROOM = /^packages\/core\/src\/([^/]+)\//;
const LOOSE = /^packages\/core\/src\/[^/]+$/;
const ADR = /^docs\/adr\/(\d{4})-[a-z0-9-]+\.md$/;
const ADR_INDEX = "docs/adr/README.md";
const ADR_PARTS: readonly string[] = ["## Context", "## Decision", "## Consequences"];

/** Every folder of core is a room of the import law: another would escape the order. */
export const checkCoreRooms: Check = (tree) =>
  [...tree.keys()].flatMap((file): readonly Finding[] => {
    if (LOOSE.test(file)) return [{ file, line: 1, message: "lies in no room of core" }];
    const room = ROOM.exec(file)?.[1];
    if (room === undefined || CORE_ROOMS.includes(room)) return [];
    return [{ file, line: 1, message: `lies in the room "${room}", which the import law does not list` }];
  });

/** Decisions are numbered without gaps, each is in the index, and each says context, decision and consequences. */
export const checkDecisionRecords: Check = (tree) => {
  const records = [...tree].filter(([file]) => ADR.test(file));
  const indexed = new Set(localLinks(ADR_INDEX, tree.get(ADR_INDEX) ?? "").map(({ text }) => `docs/adr/${text.replace(/^\.\//, "")}`));
  return records.flatMap(([file, text], index): readonly Finding[] => {
    const expected = String(index + 1).padStart(4, "0");
    const messages = [
      ...(ADR.exec(file)?.[1] === expected ? [] : [`should be number ${expected}: the numbers run without gaps`]),
      ...(indexed.has(file) ? [] : [`is not in ${ADR_INDEX}`]),
      ...ADR_PARTS.filter((part) => !text.includes(`\n${part}\n`)).map((part) => `has no part "${part}"`),
    ];
    return messages.map((message) => ({ file, line: 1, message }));
  });
};
