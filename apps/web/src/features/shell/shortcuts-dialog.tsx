"use client";

import { Dialog } from "@ballast/ui/primitives/dialog";
import { Kbd } from "@ballast/ui/primitives/kbd";
import { SHORTCUT_GROUPS } from "./shortcuts.ts";

/** What the keyboard can do. Letters are left alone while one types. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title="Keyboard shortcuts"
      description="Letters are shortcuts wherever you are not typing."
    >
      {SHORTCUT_GROUPS.map(({ title, shortcuts }) => (
        <section key={title} aria-label={title}>
          <h3 className="mb-1 text-12 font-medium text-ink-muted">{title}</h3>
          <dl className="divide-y divide-line border-y border-line">
            {shortcuts.map(({ keys, meaning }) => (
              <div key={meaning} className="flex min-h-9 items-center justify-between gap-4 text-13">
                <dt className="text-ink">{meaning}</dt>
                <dd className="flex shrink-0 items-center gap-1">
                  {keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
