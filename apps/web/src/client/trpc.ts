"use client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import type { AppRouter } from "../server/routers/app-router.ts";

/**
 * The typed way to the server: `const trpc = useTRPC(); useQuery(trpc.account.list.queryOptions({ workspaceId, limit: 50 }))`.
 * Every query key holds its workspace, so that no cache entry is shown in another.
 */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();
