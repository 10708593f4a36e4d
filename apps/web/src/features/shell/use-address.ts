"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback } from "react";

export type Address = {
  readonly read: (name: string) => string | undefined;
  /** The address with some parts changed; undefined takes a part away. */
  readonly withParts: (parts: Readonly<Record<string, string | undefined>>) => string;
  /** Goes there in place: filters don't fill the history. */
  readonly replace: (parts: Readonly<Record<string, string | undefined>>) => void;
  /** Goes there as a step that back undoes: a panel that opens. */
  readonly push: (parts: Readonly<Record<string, string | undefined>>) => void;
};

/** Filters, tabs and open panels live in the address. */
export function useAddress(): Address {
  const router = useRouter();
  const pathname = usePathname();
  const search = useSearchParams();
  const read = useCallback((name: string) => search.get(name) ?? undefined, [search]);
  const withParts = useCallback(
    (parts: Readonly<Record<string, string | undefined>>) => {
      const next = new URLSearchParams(search);
      for (const [name, value] of Object.entries(parts)) {
        if (value === undefined || value === "") next.delete(name);
        else next.set(name, value);
      }
      const text = next.toString();
      return text === "" ? pathname : `${pathname}?${text}`;
    },
    [pathname, search],
  );
  const replace = useCallback(
    (parts: Readonly<Record<string, string | undefined>>) => router.replace(withParts(parts), { scroll: false }),
    [router, withParts],
  );
  const push = useCallback(
    (parts: Readonly<Record<string, string | undefined>>) => router.push(withParts(parts), { scroll: false }),
    [router, withParts],
  );
  return { read, withParts, replace, push };
}
