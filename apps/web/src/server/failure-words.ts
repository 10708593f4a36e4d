import type { TRPCError } from "@trpc/server";

const CALM = "A part of Ballast does not answer or has failed. Try again; whoever runs the installation finds the cause in the log.";

/**
 * What a page may say of a failure of ours: addresses of servers and texts of libraries belong in the
 * log, where they go. Undefined of everything that was said on purpose.
 */
export function failureWords({ code, cause }: Pick<TRPCError, "code" | "cause">): string | undefined {
  return code === "INTERNAL_SERVER_ERROR" && cause !== undefined ? CALM : undefined;
}
