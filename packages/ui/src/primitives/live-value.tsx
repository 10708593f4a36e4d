"use client";

import { clsx } from "clsx";
import { useEffect, useRef, useState, type ReactNode } from "react";

const SHOWN_MS = 900;

type LiveValueProps = {
  /** The value behind what is shown: a change of it is what lights up. */
  readonly value: string | number | undefined;
  readonly children: ReactNode;
  readonly className?: string;
};

/** A figure that changes in place and lights up for a moment when it does. The first value does not. */
export function LiveValue({ value, children, className }: LiveValueProps) {
  const previous = useRef(value);
  const [isChanged, setChanged] = useState(false);
  useEffect(() => {
    if (previous.current === value) return undefined;
    const isFirst = previous.current === undefined;
    previous.current = value;
    if (isFirst) return undefined;
    const start = setTimeout(() => setChanged(true), 0);
    const end = setTimeout(() => setChanged(false), SHOWN_MS);
    return () => {
      clearTimeout(start);
      clearTimeout(end);
    };
  }, [value]);
  return <span className={clsx("-mx-0.5 rounded-inner px-0.5", isChanged && "motion-safe:animate-changed", className)}>{children}</span>;
}
