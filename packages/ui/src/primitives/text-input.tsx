import { clsx } from "clsx";
import type { ComponentProps } from "react";

/** One line of text; dense in a toolbar, with room for an icon before it. Sixteen pixels under a finger, or phones zoom the page on focus. */
export function TextInput({
  className,
  type = "text",
  isDense = false,
  ...rest
}: ComponentProps<"input"> & { readonly isDense?: boolean }) {
  return (
    <input
      type={type}
      className={clsx(
        "w-full min-w-0 rounded border border-line-strong bg-surface pr-2 text-13 text-ink placeholder:text-ink-faint disabled:bg-sunken disabled:text-ink-faint pointer-coarse:text-16",
        isDense ? "h-7 pl-7 pointer-coarse:h-9" : "h-8 pl-2 pointer-coarse:h-10",
        className,
      )}
      {...rest}
    />
  );
}
