import { clsx } from "clsx";
import type { ReactNode } from "react";

export type BadgeTone = "neutral" | "good" | "warn" | "halt" | "accent" | "gain" | "loss";

const TONES: Record<BadgeTone, string> = {
  neutral: "border-line bg-sunken text-ink-muted",
  good: "border-transparent bg-gain-soft text-gain",
  warn: "border-warn-line/50 bg-warn-soft text-warn",
  halt: "border-halt/40 bg-halt-soft text-halt",
  accent: "border-transparent bg-selected text-accent",
  gain: "border-transparent bg-gain-soft text-gain",
  loss: "border-transparent bg-loss-soft text-loss",
};

type BadgeProps = { readonly tone?: BadgeTone; readonly icon?: ReactNode; readonly children: ReactNode; readonly className?: string };

/** A state in one or two words. The words carry the meaning; the colour only repeats it. */
export function Badge({ tone = "neutral", icon, children, className }: BadgeProps) {
  return (
    <span
      className={clsx(
        "inline-flex h-5 items-center gap-1 rounded-inner border px-1.5 text-12 font-medium whitespace-nowrap [&_svg]:size-3",
        TONES[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}
