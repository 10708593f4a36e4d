"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Field } from "@ballast/ui/primitives/field";
import { TextInput } from "@ballast/ui/primitives/text-input";
import { Plus, X } from "lucide-react";
import type { WindowRow } from "./profile-draft.ts";

const WINDOWS_MAX = 24;
/** RSK6's window, for a profile that has none. */
const USUAL: WindowRow = { from: "03:00", to: "05:00" };

type WindowListEditorProps = {
  readonly rows: readonly WindowRow[];
  readonly errorAt: (path: string) => { readonly error?: string };
  readonly onChange: (rows: readonly WindowRow[]) => void;
};

/** The daily downtime: from when to when nothing is decided, every day, in UTC. */
export function WindowListEditor({ rows, errorAt, onChange }: WindowListEditorProps) {
  const change = (at: number, part: Partial<WindowRow>): void =>
    onChange(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  const { error } = errorAt("schedule");
  return (
    <fieldset className="mt-3 min-w-0">
      <legend className="text-13 font-medium text-ink">Downtime, every day in UTC</legend>
      <p className="mb-1.5 text-12 text-ink-muted">
        {rows.length === 0
          ? "None: it decides around the clock."
          : "No strategy acts in it; stops and the kill switch do. It may pass midnight."}
      </p>
      {error !== undefined && (
        <p role="alert" className="text-12 text-halt">
          {error}
        </p>
      )}
      <ul className="flex flex-col gap-2">
        {rows.map((row, index) => (
          <li key={index} className="grid grid-cols-[1fr_1fr_auto] items-start gap-2 sm:grid-cols-[10rem_10rem_auto] sm:gap-3">
            <Field label={`Window ${index + 1}, from`} hint="UTC" {...errorAt(`schedule.windows.${index}.fromMinute`)}>
              {(id) => (
                <TextInput id={id} value={row.from} placeholder="03:00" onChange={(event) => change(index, { from: event.target.value })} />
              )}
            </Field>
            <Field label={`Window ${index + 1}, until`} hint="UTC" {...errorAt(`schedule.windows.${index}.toMinute`)}>
              {(id) => (
                <TextInput id={id} value={row.to} placeholder="05:00" onChange={(event) => change(index, { to: event.target.value })} />
              )}
            </Field>
            <Button
              className="mt-6"
              tone="quiet"
              isIcon
              aria-label={`Remove window ${index + 1}`}
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
        disabled={rows.length >= WINDOWS_MAX}
        onClick={() => onChange([...rows, rows.length === 0 ? USUAL : { from: "", to: "" }])}
      >
        <Plus aria-hidden="true" />
        Add a window
      </Button>
    </fieldset>
  );
}
