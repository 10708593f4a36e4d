"use client";

import { ErrorState } from "@ballast/ui/primitives/error-state";
import { Fragment, type ReactNode } from "react";
import { wasRefused } from "../../client/was-refused.ts";

type QueryLike<Data> = {
  readonly data: Data | undefined;
  readonly error: { readonly message: string } | null;
  readonly refetch: () => unknown;
};

type QueryViewProps<Data> = {
  readonly query: QueryLike<Data>;
  /** What is asked for, as the error names it: "The decisions". */
  readonly what: string;
  /** Holds the place in the size of what comes. */
  readonly loading: ReactNode;
  readonly children: (data: Data) => ReactNode;
};

/** Loading, failed or there; another try is offered where the server did not say no. Data that is there stays when a later read fails: the band above says that it is old. */
export function QueryView<Data>({ query, what, loading, children }: QueryViewProps<Data>) {
  if (query.data !== undefined) return <Fragment>{children(query.data)}</Fragment>;
  if (query.error !== null)
    return (
      <ErrorState
        what={`${what} could not be read`}
        why={query.error.message}
        {...(wasRefused(query.error) ? {} : { onRetry: () => void query.refetch() })}
      />
    );
  return <Fragment>{loading}</Fragment>;
}
