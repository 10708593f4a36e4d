"use client";

import { ErrorState } from "@ballast/ui/primitives/error-state";
import { Fragment, type ReactNode } from "react";
import { failureText, refusalOf, wasRefused } from "../../client/was-refused.ts";
import { MissingState } from "./missing-state.tsx";
import { RestrictedState } from "./restricted-state.tsx";

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

const midSentence = (what: string): string => `${what.charAt(0).toLowerCase()}${what.slice(1)}`;

/** What stands in place of data that did not come. Only a failure is an alarm: a role's limit and a mistyped address are answers. */
function Unread({
  error,
  what,
  refetch,
}: {
  readonly error: { readonly message: string };
  readonly what: string;
  readonly refetch: () => unknown;
}) {
  switch (refusalOf(error)) {
    case "role":
      return <RestrictedState what={midSentence(what)} reason={error.message} />;
    case "address":
      return (
        <MissingState title={`${what} can’t be found`}>
          {/address/i.test(error.message) ? error.message : `${error.message} The address may be old or mistyped.`}
        </MissingState>
      );
    case undefined:
      return (
        <ErrorState
          what={`${what} could not be read`}
          why={failureText(error)}
          {...(wasRefused(error) ? {} : { onRetry: () => void refetch() })}
        />
      );
  }
}

/** Loading, failed or there; another try is offered where the server did not say no. Data that is there stays when a later read fails: the band above says that it is old. */
export function QueryView<Data>({ query, what, loading, children }: QueryViewProps<Data>) {
  if (query.data !== undefined) return <Fragment>{children(query.data)}</Fragment>;
  if (query.error !== null) return <Unread error={query.error} what={what} refetch={query.refetch} />;
  return <Fragment>{loading}</Fragment>;
}
