"use client";

import { clsx } from "clsx";
import * as Radix from "radix-ui/dropdown-menu";
import type { ReactNode } from "react";

type MenuItemProps = {
  readonly children: ReactNode;
  readonly onSelect?: () => void;
  readonly isDanger?: boolean;
  readonly isDisabled?: boolean;
  /** Lends its looks to its only child, a link for instance. */
  readonly asChild?: boolean;
};

/** One act in a menu. */
export function RadixMenuItem({ children, onSelect, isDanger = false, isDisabled = false, asChild = false }: MenuItemProps) {
  return (
    <Radix.Item
      asChild={asChild}
      disabled={isDisabled}
      {...(onSelect === undefined ? {} : { onSelect })}
      className={clsx(
        "flex min-h-8 cursor-default items-center gap-2 rounded-inner px-2 py-1 outline-none select-none data-disabled:text-ink-faint data-highlighted:bg-hover pointer-coarse:min-h-10 [&_svg]:size-4 [&_svg]:shrink-0",
        isDanger ? "text-halt" : "text-ink",
      )}
    >
      {children}
    </Radix.Item>
  );
}
