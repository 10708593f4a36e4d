import { clsx } from "clsx";
import type { ComponentProps } from "react";

/** One line of text. Sixteen pixels under a finger, or phones zoom the page on focus. */
export function TextInput({ className, type = "text", ...rest }: ComponentProps<"input">) {
  return (
    <input
      type={type}
      className={clsx(
        "h-8 w-full min-w-0 rounded border border-line-strong bg-surface px-2 text-13 text-ink placeholder:text-ink-faint disabled:bg-sunken disabled:text-ink-faint pointer-coarse:h-10 pointer-coarse:text-16",
        className,
      )}
      {...rest}
    />
  );
}
