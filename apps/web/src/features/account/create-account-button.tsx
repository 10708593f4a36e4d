"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useRight } from "../../client/workspace.tsx";

const CreateAccountDialog = dynamic(() => import("./create-account-dialog.tsx").then((file) => file.CreateAccountDialog), { ssr: false });

/** The way to a new paper account, for who may make one. */
export function CreateAccountButton({ isPrimary = false }: { readonly isPrimary?: boolean }) {
  const right = useRight("account.create");
  const [isOpen, setOpen] = useState(false);
  if (!right.isAllowed) return null;
  return (
    <>
      <Button tone={isPrimary ? "primary" : "secondary"} onClick={() => setOpen(true)}>
        <Plus aria-hidden="true" />
        <span>
          New<span className="max-sm:sr-only"> paper account</span>
        </span>
      </Button>
      {isOpen && <CreateAccountDialog onClose={() => setOpen(false)} />}
    </>
  );
}
