import type { WrittenProfile } from "../shell/answers.ts";
import { draftOf, type CapRow } from "./profile-draft.ts";
import { CAP_LIST_TITLES, groupDigits, PROFILE_GROUPS, shownText, storedValue, type ProfileList } from "./profile-fields.ts";

function capText({ percent, amount }: CapRow): string {
  const parts = [percent === "" ? "" : `${percent} %`, groupDigits(amount)];
  return parts.filter((part) => part !== "").join(", at most ");
}

type Line = readonly [label: string, value: string];

function listLines(list: ProfileList, draft: ReturnType<typeof draftOf>): readonly Line[] {
  if (list === "windows") return [["Downtime, UTC", draft.windows.map(({ from, to }) => `${from}–${to}`).join(", ") || "none"]];
  if (draft[list].length === 0) return [[CAP_LIST_TITLES[list], "none"]];
  return draft[list].map((row) => [`Cap of ${row.owner}`, capText(row)]);
}

/** Every limit of a version to read: for those who may see what accounts risk, and not change it. */
export function LimitList({ written }: { readonly written: WrittenProfile }) {
  const draft = draftOf(written);
  return (
    <div className="grid gap-x-6 gap-y-4 md:grid-cols-2">
      {PROFILE_GROUPS.map(({ title, fields, lists = [] }) => (
        <section key={title} aria-label={title}>
          <h3 className="mb-1 text-13 font-semibold">{title}</h3>
          <dl>
            {[
              ...Object.entries(fields).map(([path, { label }]): Line => [
                label,
                shownText(path, storedValue(path, draft.fields[path] ?? "")),
              ]),
              ...lists.flatMap((list) => listLines(list, draft)),
            ].map(([label, value]) => (
              <div key={label} className="flex items-baseline justify-between gap-3 border-b border-line py-1 text-13 last:border-b-0">
                <dt className="text-ink-muted">{label}</dt>
                <dd className="text-right text-ink tabular-nums">{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
