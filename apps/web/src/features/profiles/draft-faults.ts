import type { ProfileFault } from "../shell/answers.ts";
import type { CapList, Draft } from "./profile-draft.ts";
import { minuteOfClock } from "./window-clock.ts";

const CAP_LISTS: readonly CapList[] = ["instrumentCaps", "quoteCaps"];

/** What the schema would let through though nobody means it: a cap that caps nothing, and a window of no minute. */
export function draftFaults(draft: Draft): readonly ProfileFault[] {
  const caps = CAP_LISTS.flatMap((list) =>
    draft[list].flatMap(({ percent, amount }, index) =>
      percent.trim() === "" && amount.trim() === ""
        ? [{ path: `${list}.${index}.cap.percentBps`, words: "State a percent or an amount, or remove the cap." }]
        : [],
    ),
  );
  const windows = draft.windows.flatMap(({ from, to }, index) =>
    minuteOfClock(from) === minuteOfClock(to) ? [{ path: `schedule.windows.${index}.toMinute`, words: "Ends when it begins." }] : [],
  );
  return [...caps, ...windows];
}
