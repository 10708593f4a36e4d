import { Skeleton } from "@ballast/ui/primitives/skeleton";

export default function Loading() {
  return (
    <main className="p-4" role="status" aria-label="Loading">
      <Skeleton className="h-7 w-48" />
    </main>
  );
}
