import type { ReactNode } from "react";

/** A key to press. */
export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-inner border border-line bg-sunken px-1 font-sans text-12 text-ink-muted">
      {children}
    </kbd>
  );
}
