import { TRPCClientError } from "@trpc/client";

const NOT_THERE: readonly number[] = [400, 404];

function statusOf(error: unknown): number | undefined {
  const data: unknown = error instanceof TRPCClientError ? error.data : undefined;
  const hasStatus = typeof data === "object" && data !== null && "httpStatus" in data;
  return hasStatus && typeof data.httpStatus === "number" ? data.httpStatus : undefined;
}

/** Whether the server said no. A refusal is an answer: asking again would only get it again. */
export function wasRefused(error: unknown): boolean {
  const status = statusOf(error);
  return status !== undefined && status < 500;
}

/** What a refused question was about: a role that does not reach so far, or an address where nothing stands, a mistyped one among them. */
export function refusalOf(error: unknown): "role" | "address" | undefined {
  const status = statusOf(error);
  if (status === 403) return "role";
  return status !== undefined && NOT_THERE.includes(status) ? "address" : undefined;
}

/** What a page says of a question that failed: the server's own words, or calm ones where no answer came and the browser only names its fault. */
export function failureText(error: { readonly message: string }): string {
  return statusOf(error) === undefined ? "The web app does not answer. Check that it is running and that you are online." : error.message;
}
