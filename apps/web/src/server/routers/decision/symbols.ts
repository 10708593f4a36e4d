import { permitted } from "../../permitted.ts";
import { readDecidedSymbols } from "../../queries/decided-symbols.ts";

/** Instruments that the list can be narrowed to. */
export const symbols = permitted("decision.read").query(({ ctx }): Promise<readonly string[]> => readDecidedSymbols(ctx.tx));
