import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink, type TRPCClient } from "@trpc/client";
import type { AppRouter } from "../server/routers/app-router.ts";

const ENDPOINT = "/api/trpc";
/** A longer batch would pass what proxies accept as an address. */
const URL_LENGTH_MAX = 4_000;
const BATCH_ITEMS_MAX = 10;

/** Queries of one tick travel together; updates come over one server-sent stream. */
export function createClient(): TRPCClient<AppRouter> {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === "subscription",
        true: httpSubscriptionLink({ url: ENDPOINT }),
        false: httpBatchLink({ url: ENDPOINT, maxURLLength: URL_LENGTH_MAX, maxItems: BATCH_ITEMS_MAX }),
      }),
    ],
  });
}
