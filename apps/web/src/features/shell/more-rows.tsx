"use client";

import { Button } from "@ballast/ui/primitives/button";

type Pages = { readonly hasNextPage: boolean; readonly isFetchingNextPage: boolean; readonly fetchNextPage: () => unknown };

/** Asks for the next page of a list; nothing where there is none. */
export function MoreRows({ query, words = "Show older" }: { readonly query: Pages; readonly words?: string }) {
  if (!query.hasNextPage) return null;
  return (
    <div className="flex justify-center border-t border-line p-2">
      <Button tone="quiet" size="dense" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {query.isFetchingNextPage ? "Reading…" : words}
      </Button>
    </div>
  );
}
