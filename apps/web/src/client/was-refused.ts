import { TRPCClientError } from "@trpc/client";

/** Whether the server said no. A refusal is an answer: asking again would only get it again. */
export function wasRefused(error: unknown): boolean {
  const data: unknown = error instanceof TRPCClientError ? error.data : undefined;
  const hasStatus = typeof data === "object" && data !== null && "httpStatus" in data;
  return hasStatus && typeof data.httpStatus === "number" && data.httpStatus < 500;
}
