"use client";

import { useIsFetching } from "@tanstack/react-query";
import { useEffect, useState } from "react";

/** How long after the last answer the page waits for its tables to be drawn. */
const DRAWN_MS = 300;

/** What has not answered by then is not waited for: a page that moves a little is better than none. */
const WAITED_MS_MAX = 4_000;

/**
 * Whether the page's parts have had their first answers, a failure among them. Until then they are
 * drawn unseen: one that came late would push those below it away from under the reader's hand.
 */
export function useIsDrawn(): boolean {
  const waiting = useIsFetching({ predicate: ({ state }) => state.data === undefined && state.errorUpdateCount === 0 });
  const [isDrawn, setIsDrawn] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setIsDrawn(true);
    }, WAITED_MS_MAX);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  useEffect(() => {
    if (isDrawn || waiting > 0) return undefined;
    const timer = setTimeout(() => {
      setIsDrawn(true);
    }, DRAWN_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [isDrawn, waiting]);
  return isDrawn;
}
