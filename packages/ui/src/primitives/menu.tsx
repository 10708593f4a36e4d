"use client";

import * as Radix from "radix-ui/dropdown-menu";
import type { ReactNode } from "react";

type MenuProps = { readonly trigger: ReactNode; readonly children: ReactNode; readonly align?: "start" | "end" };

/** Acts or choices behind one button. Its entries are MenuItem, MenuCheck and MenuLabel; it opens in place, within the region it acts on. */
export function Menu({ trigger, children, align = "end" }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Content
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className="z-50 max-h-[70vh] min-w-48 overflow-y-auto rounded border border-line bg-raised p-1 text-13 shadow-float motion-safe:animate-appear"
      >
        {children}
      </Radix.Content>
    </Radix.Root>
  );
}
