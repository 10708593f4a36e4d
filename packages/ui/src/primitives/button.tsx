import { clsx } from "clsx";
import * as Slot from "radix-ui/slot";
import type { ComponentProps } from "react";

export type ButtonTone = "primary" | "secondary" | "quiet" | "danger";

const TONES: Record<ButtonTone, string> = {
  primary: "border-accent-solid bg-accent-solid text-on-solid hover:border-accent-solid-hover hover:bg-accent-solid-hover",
  secondary: "border-line-strong/60 bg-surface text-ink hover:bg-hover",
  quiet: "border-transparent bg-transparent text-ink-muted hover:bg-hover hover:text-ink",
  danger: "border-halt-solid bg-halt-solid text-on-solid hover:border-halt-solid-hover hover:bg-halt-solid-hover",
};

export type ButtonProps = ComponentProps<"button"> & {
  readonly tone?: ButtonTone;
  /** `dense` sits in toolbars and table headers. Either grows under a finger. */
  readonly size?: "dense" | "normal";
  /** Square, for a single icon; it then needs an aria-label. */
  readonly isIcon?: boolean;
  /** Lends its looks to its only child, a link for instance. */
  readonly asChild?: boolean;
};

/** A button says its verb; what it would do but may not is disabled with the reason beside it. */
export function Button({
  tone = "secondary",
  size = "normal",
  isIcon = false,
  asChild = false,
  className,
  type = "button",
  ...rest
}: ButtonProps) {
  const Element = asChild ? Slot.Root : "button";
  return (
    <Element
      type={asChild ? undefined : type}
      className={clsx(
        "inline-flex shrink-0 items-center justify-center gap-1.5 rounded border text-13 font-medium whitespace-nowrap transition-colors select-none",
        "disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-ink-faint [&_svg]:size-4 [&_svg]:shrink-0",
        size === "dense" ? "h-7 pointer-coarse:h-9" : "h-8 pointer-coarse:h-10",
        isIcon ? (size === "dense" ? "w-7 pointer-coarse:w-9" : "w-8 pointer-coarse:w-10") : size === "dense" ? "px-2" : "px-3",
        TONES[tone],
        className,
      )}
      {...rest}
    />
  );
}
