"use client";

import { lazy, type ComponentProps } from "react";

const LazyCheck = lazy(() => import("./radix-menu-check.tsx").then((file) => ({ default: file.RadixMenuCheck })));

/** A choice in a menu that can be on or off; the menu stays open, so that several can be set at once. */
export function MenuCheck(props: ComponentProps<typeof LazyCheck>) {
  return <LazyCheck {...props} />;
}
