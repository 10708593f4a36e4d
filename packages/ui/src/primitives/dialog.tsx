"use client";

import { X } from "lucide-react";
import * as Radix from "radix-ui/dialog";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";

export type DialogProps = {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly title: string;
  /** One or two sentences that a screen reader hears on opening. */
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  readonly footer?: ReactNode;
};

/** A question that must be answered before going on. Escape and the cross leave everything as it was. */
export function Dialog({ isOpen, onOpenChange, title, description, children, footer }: DialogProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim motion-safe:animate-appear" />
        <Radix.Content
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          className="fixed top-[12vh] left-1/2 z-50 flex max-h-[80vh] w-[min(480px,calc(100vw-24px))] -translate-x-1/2 flex-col rounded border border-line bg-raised shadow-float motion-safe:animate-appear"
        >
          <div className="flex items-start gap-3 border-b border-line px-4 py-3">
            <Radix.Title className="min-w-0 flex-1 text-16 font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button tone="quiet" size="dense" isIcon aria-label="Close">
                <X aria-hidden="true" />
              </Button>
            </Radix.Close>
          </div>
          <div className="flex flex-col gap-3 overflow-y-auto px-4 py-3">
            {description !== undefined && <Radix.Description className="text-13 text-ink-muted">{description}</Radix.Description>}
            {children}
          </div>
          {footer !== undefined && <div className="flex justify-end gap-2 border-t border-line px-4 py-3">{footer}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
