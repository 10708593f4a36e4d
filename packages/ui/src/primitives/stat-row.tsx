import { clsx } from "clsx";
import type { ReactNode } from "react";

/** Tiles side by side behind hairlines; two a row on a phone. */
export function StatRow({ children, className }: { readonly children: ReactNode; readonly className?: string }) {
  return (
    <dl
      className={clsx("grid grid-cols-2 gap-px overflow-hidden rounded border border-line bg-line *:bg-surface sm:grid-cols-4", className)}
    >
      {children}
    </dl>
  );
}
