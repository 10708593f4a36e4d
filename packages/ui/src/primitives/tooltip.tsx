"use client";

import * as Radix from "radix-ui/tooltip";
import type { ReactNode } from "react";

type TooltipProps = { readonly content: ReactNode; readonly children: ReactNode; readonly side?: "top" | "right" | "bottom" | "left" };

const DELAY_MS = 250;

/** A second reading of what is under the pointer or the focus; never the only place of a fact. */
export function Tooltip({ content, children, side = "top" }: TooltipProps) {
  return (
    <Radix.Provider delayDuration={DELAY_MS}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={4}
            collisionPadding={8}
            className="z-50 max-w-xs rounded border border-line bg-raised px-2 py-1 text-12 text-ink shadow-float motion-safe:animate-appear"
          >
            {content}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
