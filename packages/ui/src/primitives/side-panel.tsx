"use client";

import { X } from "lucide-react";
import * as Radix from "radix-ui/dialog";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";

type SidePanelProps = {
  readonly title: ReactNode;
  /** Where the panel's own address is opened whole. */
  readonly openHref?: string;
  /** Called when the reader leaves; the caller goes back to the list's address. */
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** Details beside their list. The panel is an address of its own: it opens by navigation and closes by going back. */
export function SidePanel({ title, openHref, onClose, children }: SidePanelProps) {
  return (
    <Radix.Root open modal={false} onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Content
          aria-describedby={undefined}
          data-side-panel=""
          onInteractOutside={(event) => event.preventDefault()}
          className="fixed top-12 right-0 bottom-14 z-30 md:bottom-0 flex w-[min(560px,100vw)] flex-col border-l border-line bg-raised shadow-float motion-safe:animate-appear"
        >
          <div className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-4">
            <Radix.Title className="min-w-0 flex-1 truncate text-14 font-semibold">{title}</Radix.Title>
            {openHref !== undefined && (
              <a href={openHref} className="quiet-link text-13">
                Open whole
              </a>
            )}
            <Radix.Close asChild>
              <Button tone="quiet" size="dense" isIcon aria-label="Close panel">
                <X aria-hidden="true" />
              </Button>
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
