/** A failure at the edges: the world did not answer. `retry: "never"` ends the job at once. */
export class AppError extends Error {
  readonly code: string;
  readonly retry: "later" | "never";

  constructor(code: string, message: string, options: { readonly retry: "later" | "never"; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.retry = options.retry;
  }
}
