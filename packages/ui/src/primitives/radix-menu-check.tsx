"use client";

import { Check } from "lucide-react";
import * as Radix from "radix-ui/dropdown-menu";
import type { ReactNode } from "react";

type MenuCheckProps = { readonly isChecked: boolean; readonly onChange: (isChecked: boolean) => void; readonly children: ReactNode };

/** A choice in a menu that can be on or off; the menu stays open, so that several can be set at once. */
export function RadixMenuCheck({ isChecked, onChange, children }: MenuCheckProps) {
  return (
    <Radix.CheckboxItem
      checked={isChecked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
      className="flex min-h-8 cursor-default items-center gap-2 rounded-inner px-2 py-1 text-ink outline-none select-none data-highlighted:bg-hover pointer-coarse:min-h-10"
    >
      <span className="inline-flex size-4 items-center justify-center">
        <Radix.ItemIndicator>
          <Check aria-hidden="true" className="size-4 text-accent" />
        </Radix.ItemIndicator>
      </span>
      {children}
    </Radix.CheckboxItem>
  );
}
