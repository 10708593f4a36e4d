"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Field } from "@ballast/ui/primitives/field";
import { Select } from "@ballast/ui/primitives/select";
import { TextInput } from "@ballast/ui/primitives/text-input";
import { Plus, X } from "lucide-react";
import type { CapList, CapRow } from "./profile-draft.ts";
import { CAP_LIST_TITLES } from "./profile-fields.ts";

type CapListEditorProps = {
  readonly list: CapList;
  readonly rows: readonly CapRow[];
  /** Instruments or currencies that a cap can be set for. */
  readonly owners: readonly string[];
  readonly errorAt: (path: string) => { readonly error?: string };
  readonly onChange: (rows: readonly CapRow[]) => void;
};

const OWNER: Readonly<Record<CapList, { readonly label: string; readonly note: string }>> = {
  instrumentCaps: {
    label: "Instrument",
    note: "Beside the cap of every pair; the lowest of all statements binds. Amounts in the account’s currency.",
  },
  quoteCaps: { label: "Quote", note: "All that is held against one quote currency; the lower statement binds. Amounts in that currency." },
};

/** Caps of single instruments or quotes: a row each, a percent of portfolio value, an amount, or both. */
export function CapListEditor({ list, rows, owners, errorAt, onChange }: CapListEditorProps) {
  const { label, note } = OWNER[list];
  const free = owners.filter((owner) => rows.every((row) => row.owner !== owner));
  const [next] = free;
  const change = (at: number, part: Partial<CapRow>): void =>
    onChange(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  const { error } = errorAt(list);
  return (
    <fieldset className="mt-3 min-w-0">
      <legend className="text-13 font-medium text-ink">{CAP_LIST_TITLES[list]}</legend>
      <p className="mb-1.5 text-12 text-ink-muted">{note}</p>
      {error !== undefined && (
        <p role="alert" className="text-12 text-halt">
          {error}
        </p>
      )}
      <ul className="flex flex-col gap-2">
        {rows.map((row, index) => (
          <li key={row.owner} className="grid grid-cols-[1fr_1fr_auto] items-start gap-2 sm:grid-cols-[10rem_10rem_12rem_auto] sm:gap-3">
            <div className="max-sm:col-span-3">
              <Field label={label} {...errorAt(`${list}.${index}.${list === "quoteCaps" ? "asset" : "symbol"}`)}>
                {(id) => (
                  <Select
                    id={id}
                    label={label}
                    value={row.owner}
                    options={[row.owner, ...free].map((value) => ({ value, label: value }))}
                    onChange={(owner) => change(index, { owner })}
                  />
                )}
              </Field>
            </div>
            <Field label={`${row.owner}, %`} hint="0 to 100, of portfolio value" {...errorAt(`${list}.${index}.cap.percentBps`)}>
              {(id) => (
                <TextInput
                  id={id}
                  value={row.percent}
                  inputMode="decimal"
                  onChange={(event) => change(index, { percent: event.target.value })}
                />
              )}
            </Field>
            <Field label={`${row.owner}, amount`} hint="empty for none" {...errorAt(`${list}.${index}.cap.absolute`)}>
              {(id) => (
                <TextInput
                  id={id}
                  value={row.amount}
                  inputMode="decimal"
                  onChange={(event) => change(index, { amount: event.target.value })}
                />
              )}
            </Field>
            <Button
              className="mt-6"
              tone="quiet"
              isIcon
              aria-label={`Remove the cap of ${row.owner}`}
              onClick={() => onChange(rows.filter((_, at) => at !== index))}
            >
              <X aria-hidden="true" />
            </Button>
          </li>
        ))}
      </ul>
      <Button
        className="mt-2"
        size="dense"
        disabled={next === undefined}
        onClick={() => next !== undefined && onChange([...rows, { owner: next, percent: "", amount: "" }])}
      >
        <Plus aria-hidden="true" />
        Add a cap
      </Button>
    </fieldset>
  );
}
