"use client";

import { Button } from "@ballast/ui/primitives/button";
import { releaseWays } from "@ballast/core/risk/release-ways";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useRight } from "../../client/workspace.tsx";
import type { Halt } from "./answers.ts";

const ReleaseDialog = dynamic(() => import("./release-dialog.tsx").then((file) => file.ReleaseDialog), { ssr: false });

const ELSEWHERE = "Set by whoever runs the installation, and released there: npx ballast halt release.";
const AGREED = "Agreed to. Whoever runs the installation releases it now: npx ballast halt release.";

/** Starting again is harder than halting: it takes the right, without which there is no button, and a reason. */
export function ReleaseButton({ halt }: { readonly halt: Halt }) {
  const right = useRight("halt.release");
  const [isAsked, setAsked] = useState(false);
  if (!right.isAllowed) return null;
  const { scope, code, releasePersons, isReleaseAgreed } = halt;
  const way = releaseWays({ scope, isByTrigger: code !== undefined, persons: releasePersons }).web;
  const why = way === "none" ? ELSEWHERE : isReleaseAgreed ? AGREED : undefined;
  return (
    <>
      <Button size="dense" disabled={why !== undefined} title={why} onClick={() => setAsked(true)}>
        {way === "agree" ? "Agree to release…" : "Release…"}
      </Button>
      {isAsked && <ReleaseDialog halt={halt} isAgreement={way === "agree"} onClose={() => setAsked(false)} />}
    </>
  );
}
