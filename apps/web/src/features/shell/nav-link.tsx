"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import type { ComponentProps } from "react";

/**
 * A link within the workspace. It fetches ahead only where the pointer or the focus rests: fetching
 * every link in sight would load the scripts of pages that nobody asked for.
 */
export function NavLink({ href, ...rest }: Omit<ComponentProps<typeof Link>, "href" | "prefetch"> & { readonly href: string }) {
  const router = useRouter();
  const fetchAhead = (): void => router.prefetch(href);
  return <Link href={href} prefetch={false} onPointerEnter={fetchAhead} onFocus={fetchAhead} {...rest} />;
}
