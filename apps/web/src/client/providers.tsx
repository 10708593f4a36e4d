"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { createClient } from "./links.ts";
import { TRPCProvider } from "./trpc.ts";
import { wasRefused } from "./was-refused.ts";

const RETRIES_MAX = 2;
const RETRY_MS = 500;
/** Live updates invalidate what changed; this is the net beneath them. */
const STALE_MS = 5_000;

function shouldRetry(failures: number, error: Error): boolean {
  return !wasRefused(error) && failures < RETRIES_MAX;
}

/** Who waits is told within two seconds that nothing readable comes back. */
function retryDelayMs(failures: number): number {
  return RETRY_MS * 2 ** failures;
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { staleTime: STALE_MS, retry: shouldRetry, retryDelay: retryDelayMs, refetchOnWindowFocus: true } },
  });
}

export function Providers({ children }: { readonly children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  const [trpcClient] = useState(createClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
