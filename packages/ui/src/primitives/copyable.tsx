"use client";

import { clsx } from "clsx";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { shortenHash } from "../format/hash.ts";

const CONFIRMED_MS = 1_500;

type CopyableProps = {
  readonly text: string;
  /** What is copied, for the accessible name: "input hash". */
  readonly label: string;
  /** Show both ends only; the whole is copied. */
  readonly isShortened?: boolean;
  readonly className?: string;
};

/** A code or a hash, small and in mono, that copies itself whole. */
export function Copyable({ text, label, isShortened = false, className }: CopyableProps) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), CONFIRMED_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = (): void => {
    void navigator.clipboard.writeText(text).then(() => setCopied(true));
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <button
      type="button"
      onClick={copy}
      title={isCopied ? "Copied" : `Copy ${label}: ${text}`}
      className={clsx(
        "group inline-flex max-w-full items-center gap-1 rounded-inner px-1 font-mono text-12 text-ink-muted hover:bg-hover hover:text-ink",
        className,
      )}
    >
      <span className="sr-only">Copy {label}</span>
      <span className="truncate">{isShortened ? shortenHash(text) : text}</span>
      <Icon aria-hidden="true" className={clsx("size-3 shrink-0", isCopied ? "text-gain" : "opacity-50 group-hover:opacity-100")} />
    </button>
  );
}
