import { Skeleton } from "@ballast/ui/primitives/skeleton";
import { StatRow } from "@ballast/ui/primitives/stat-row";
import { StatTile } from "@ballast/ui/primitives/stat-tile";

/** Four tiles in the size that they will have. */
export function StatSkeleton({ isLead = false }: { readonly isLead?: boolean }) {
  return (
    <StatRow>
      {["Equity", "PnL today", "PnL in all", "Exposure"].map((label) => (
        <StatTile
          key={label}
          isLead={isLead}
          label={label}
          value={<Skeleton className={isLead ? "my-1.5 h-6 w-40 max-w-full" : "my-1 h-5 w-32 max-w-full"} />}
        />
      ))}
    </StatRow>
  );
}
