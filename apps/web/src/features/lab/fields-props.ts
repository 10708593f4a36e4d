import type { StudyDraft } from "./study-draft.ts";

/** What every group of fields is given. */
export type FieldsProps = {
  readonly draft: StudyDraft;
  readonly faults: ReadonlyMap<string, string>;
  readonly onChange: (part: Partial<StudyDraft>) => void;
};
