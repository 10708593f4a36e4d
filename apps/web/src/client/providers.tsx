"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import { useState, type ReactNode } from "react";
import { createClient } from "./links.ts";
import { TRPCProvider } from "./trpc.ts";

const RETRIES_MAX = 2;
/** Live updates invalidate what changed; this is the net beneath them. */
const STALE_MS = 5_000;

/** A refusal is an answer: asking again would only get it again. */
function shouldRetry(failures: number, error: Error): boolean {
  const data: unknown = error instanceof TRPCClientError ? error.data : undefined;
  const hasStatus = typeof data === "object" && data !== null && "httpStatus" in data;
  const isRefused = hasStatus && typeof data.httpStatus === "number" && data.httpStatus < 500;
  return !isRefused && failures < RETRIES_MAX;
}

function createQueryClient(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { staleTime: STALE_MS, retry: shouldRetry, refetchOnWindowFocus: true } } });
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
