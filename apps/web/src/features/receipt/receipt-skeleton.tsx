import { Skeleton } from "@ballast/ui/primitives/skeleton";

/** A receipt on its way, in about the size that it will have. */
export function ReceiptSkeleton() {
  return (
    <div role="status" aria-label="The receipt is on its way" className="flex flex-col gap-3">
      <Skeleton className="h-6 w-4/5" />
      <Skeleton className="h-9 w-full" />
      {Array.from({ length: 6 }, (_, step) => (
        <div key={step} className="flex gap-3">
          <Skeleton className="size-5 rounded-full" />
          <Skeleton className="h-20 flex-1" />
        </div>
      ))}
    </div>
  );
}
