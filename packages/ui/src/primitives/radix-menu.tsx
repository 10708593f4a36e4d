"use client";

import * as Radix from "radix-ui/dropdown-menu";
import type { ReactNode } from "react";

type RadixMenuProps = {
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly align: "start" | "end";
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
};

/** The menu itself, as Radix makes it: focus, typing ahead, arrows, escape. Loaded by Menu with its first use. */
export function RadixMenu({ trigger, children, align, isOpen, onOpenChange }: RadixMenuProps) {
  return (
    <Radix.Root modal={false} open={isOpen} onOpenChange={onOpenChange}>
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
