"use client";

import { Button } from "@ballast/ui/primitives/button";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useRight } from "../../client/workspace.tsx";
import type { Halt } from "./answers.ts";

const ReleaseDialog = dynamic(() => import("./release-dialog.tsx").then((file) => file.ReleaseDialog), { ssr: false });

/** Starting again is harder than halting: it takes the right, without which there is no button, and a reason. */
export function ReleaseButton({ halt }: { readonly halt: Halt }) {
  const right = useRight("halt.release");
  const [isAsked, setAsked] = useState(false);
  if (!right.isAllowed) return null;
  const isOurs = halt.scope !== "all" || halt.code !== undefined;
  return (
    <>
      <Button
        size="dense"
        disabled={!isOurs}
        title={isOurs ? undefined : "Set by whoever runs the installation, and released there."}
        onClick={() => setAsked(true)}
      >
        Release…
      </Button>
      {isAsked && <ReleaseDialog halt={halt} onClose={() => setAsked(false)} />}
    </>
  );
}
