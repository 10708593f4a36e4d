import type { Sha256 } from "../numeric/hash.ts";
import type { Decide } from "./decide-types.ts";

/** The one function that decides, with the hash function it needs. */
export declare function makeDecide(ports: { readonly sha256: Sha256 }): Decide;
