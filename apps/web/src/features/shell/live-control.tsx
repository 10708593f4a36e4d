"use client";

import { Age } from "@ballast/ui/primitives/age";
import { Button } from "@ballast/ui/primitives/button";
import { Pause, Play } from "lucide-react";
import { useLive } from "./live-provider.tsx";

const WORDS = { connecting: "connecting", live: "live", lost: "reconnecting", paused: "paused" } as const;

/** How old the page is, and the way to hold it still while reading. */
export function LiveControl() {
  const { state, lastUpdateMs, pause, resume } = useLive();
  const isPaused = state === "paused";
  const Icon = isPaused ? Play : Pause;
  return (
    <span className="flex items-center gap-1">
      <span className="hidden w-20 truncate text-12 text-ink-muted xl:inline">
        {state === "live" && lastUpdateMs !== undefined ? <Age atMs={lastUpdateMs} /> : WORDS[state]}
      </span>
      <Button
        tone="quiet"
        size="dense"
        isIcon
        onClick={isPaused ? resume : pause}
        aria-pressed={isPaused}
        aria-label={isPaused ? "Resume live updates" : "Pause live updates"}
        title={isPaused ? "Resume live updates" : "Pause live updates"}
      >
        <Icon aria-hidden="true" />
      </Button>
    </span>
  );
}
