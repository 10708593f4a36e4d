"use client";

import { useId, useState } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";
import { TextInput } from "./text-input.tsx";

type DangerDialogProps = {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly title: string;
  /** What will happen, with counts: "Cancels 14 open orders on 3 accounts. Positions stay open." */
  readonly consequence: string;
  /** The name that must be typed; undefined where asking once is enough. */
  readonly nameToType?: string;
  readonly isReasonRequired?: boolean;
  /** The verb on the button: "Flatten", never OK. */
  readonly verb: string;
  readonly isPending?: boolean;
  /** What went wrong with the last try. */
  readonly error?: string;
  readonly onConfirm: (reason: string) => void;
};

const REASON_MIN = 3;

/** A dangerous act: it names the consequence, wants the name typed and a reason, and its button says the verb. */
export function DangerDialog({
  isOpen,
  onOpenChange,
  title,
  consequence,
  nameToType,
  isReasonRequired = false,
  verb,
  isPending = false,
  error,
  onConfirm,
}: DangerDialogProps) {
  const [name, setName] = useState("");
  const [reason, setReason] = useState("");
  const formId = useId();
  const isNamed = nameToType === undefined || name.trim() === nameToType;
  const isReasoned = !isReasonRequired || reason.trim().length >= REASON_MIN;
  const footer = (
    <>
      <Button onClick={() => onOpenChange(false)}>Keep as it is</Button>
      <Button tone="danger" type="submit" form={formId} disabled={!isNamed || !isReasoned || isPending}>
        {verb}
      </Button>
    </>
  );
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title={title} description={consequence} footer={footer}>
      <form
        id={formId}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (isNamed && isReasoned) onConfirm(reason.trim());
        }}
      >
        {nameToType !== undefined && (
          <Field label={`Type ${nameToType} to go on`}>
            {(id) => <TextInput id={id} value={name} autoFocus autoComplete="off" onChange={(event) => setName(event.target.value)} />}
          </Field>
        )}
        <Field label={isReasonRequired ? "Reason" : "Reason (optional)"} hint="Stands in the audit log.">
          {(id) => (
            <TextInput
              id={id}
              value={reason}
              autoFocus={nameToType === undefined}
              maxLength={200}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {error !== undefined && (
          <p role="alert" className="text-13 text-halt">
            {error}
          </p>
        )}
      </form>
    </Dialog>
  );
}
