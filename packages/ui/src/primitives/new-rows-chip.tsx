"use client";

import { ArrowUp } from "lucide-react";

/** Sits on the edge of the list, whose box must be `relative`, and moves nothing. Rows that came meanwhile wait here: nothing jumps under the pointer until the reader asks for them. */
export function NewRowsChip({ count, onShow }: { readonly count: number; readonly onShow: () => void }) {
  if (count === 0) return null;
  return (
    <button
      type="button"
      onClick={onShow}
      className="absolute -top-3 left-1/2 z-20 inline-flex h-6 -translate-x-1/2 items-center gap-1 rounded-full bg-accent-solid px-2.5 text-12 font-medium text-on-solid hover:bg-accent-solid-hover motion-safe:animate-appear pointer-coarse:-top-4 pointer-coarse:h-8"
    >
      <ArrowUp aria-hidden="true" className="size-3" />
      {count} new
    </button>
  );
}
