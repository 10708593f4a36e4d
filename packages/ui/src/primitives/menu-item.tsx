"use client";

import { lazy, type ComponentProps } from "react";

const LazyItem = lazy(() => import("./radix-menu-item.tsx").then((file) => ({ default: file.RadixMenuItem })));

/** One act in a menu. */
export function MenuItem(props: ComponentProps<typeof LazyItem>) {
  return <LazyItem {...props} />;
}
