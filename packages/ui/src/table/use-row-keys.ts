"use client";

import { useCallback, useEffect, useEffectEvent, useState, type KeyboardEvent } from "react";
import { hasCommandKey, ownsEnter, ownsLetters } from "../keyboard/key-owner.ts";
import { pageRowAct, rowAct, type RowAct } from "./row-act.ts";

type RowKeys = {
  /** Index of the row that takes the focus when the table is tabbed into. */
  readonly activeIndex: number;
  readonly setActiveIndex: (index: number) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
};

type RowKeysInput = {
  readonly count: number;
  /** The page is about this table: its keys reach it from wherever the focus is. */
  readonly isMain: boolean;
  readonly onMove: (index: number) => void;
  readonly onOpen: (index: number) => void;
};

const ROW = "[data-row]";

function isOnRow(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(ROW);
}

/** Whether a key pressed outside of every row is meant for the page's own list. */
function isForPage(event: globalThis.KeyboardEvent): boolean {
  if (event.defaultPrevented || hasCommandKey(event) || ownsLetters(event.target)) return false;
  if (event.target instanceof Element && event.target.closest(ROW) !== null) return false;
  return event.key !== "Enter" || !ownsEnter(event.target);
}

/** Rows by keyboard: j and k (or the arrows) move, Enter opens, Home and End go to the ends. One row is in the tab order. */
export function useRowKeys({ count, isMain, onMove, onOpen }: RowKeysInput): RowKeys {
  const [wanted, setActiveIndex] = useState(0);
  const activeIndex = Math.min(wanted, Math.max(0, count - 1));
  const carryOut = useCallback(
    (act: RowAct) => {
      if (act.kind === "open") {
        onOpen(act.index);
        return;
      }
      setActiveIndex(act.index);
      onMove(act.index);
    },
    [onMove, onOpen],
  );
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const act = hasCommandKey(event) || !isOnRow(event.target) ? undefined : rowAct({ key: event.key, activeIndex, count });
    if (act === undefined) return;
    event.preventDefault();
    carryOut(act);
  };
  const onPageKey = useEffectEvent((event: globalThis.KeyboardEvent) => {
    const act = isForPage(event) ? pageRowAct({ key: event.key, activeIndex, count }) : undefined;
    if (act === undefined) return;
    event.preventDefault();
    carryOut(act);
  });
  useEffect(() => {
    if (!isMain) return undefined;
    const listen = (event: globalThis.KeyboardEvent): void => onPageKey(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [isMain]);
  return { activeIndex, setActiveIndex, onKeyDown };
}
