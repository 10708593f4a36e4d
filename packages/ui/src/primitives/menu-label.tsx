"use client";

import { lazy, type ComponentProps } from "react";

const LazyLabel = lazy(() => import("./radix-menu-label.tsx").then((file) => ({ default: file.RadixMenuLabel })));

/** The name of a group of entries in a menu. */
export function MenuLabel(props: ComponentProps<typeof LazyLabel>) {
  return <LazyLabel {...props} />;
}
