"use client";

import * as Radix from "radix-ui/dropdown-menu";
import type { ReactNode } from "react";

/** The name of a group of entries in a menu. */
export function RadixMenuLabel({ children }: { readonly children: ReactNode }) {
  return <Radix.Label className="px-2 pt-2 pb-1 text-12 text-ink-faint">{children}</Radix.Label>;
}
