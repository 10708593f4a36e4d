import { clsx } from "clsx";

/** Holds the place of what is coming, in its exact size, so that nothing moves when it arrives. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden="true" className={clsx("block animate-pulse rounded-inner bg-sunken", className)} />;
}
