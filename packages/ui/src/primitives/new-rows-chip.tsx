"use client";

import { ArrowUp } from "lucide-react";

/** Rows that came meanwhile wait here: nothing jumps under the pointer until the reader asks for them. */
export function NewRowsChip({ count, onShow }: { readonly count: number; readonly onShow: () => void }) {
  if (count === 0) return null;
  return (
    <button
      type="button"
      onClick={onShow}
      className="inline-flex h-6 items-center gap-1 rounded-full bg-accent-solid px-2.5 text-12 font-medium text-on-solid hover:bg-accent-solid-hover motion-safe:animate-appear pointer-coarse:h-8"
    >
      <ArrowUp aria-hidden="true" className="size-3" />
      {count} new
    </button>
  );
}
