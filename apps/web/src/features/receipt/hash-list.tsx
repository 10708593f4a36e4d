import { Copyable } from "@ballast/ui/primitives/copyable";
import type { ReceiptView } from "../shell/answers.ts";

type HashName = keyof ReceiptView["hashes"];

/** In the order of the way from input to receipt. */
const NAMES: readonly (readonly [HashName, string])[] = [
  ["snapshot", "Market snapshot"],
  ["profile", "Risk profile"],
  ["settings", "Strategy settings"],
  ["instruments", "Instrument table"],
  ["stateBefore", "Books before"],
  ["core", "Deciding code"],
  ["input", "Input, all of the above"],
  ["output", "Output"],
  ["stateAfter", "Books after"],
  ["previous", "Receipt before"],
  ["receipt", "This receipt"],
];

/** Every hash that the receipt names, whole to copy. */
export function HashList({ receipt }: { readonly receipt: ReceiptView }) {
  return (
    <dl className="grid gap-x-8 @2xl:grid-cols-2">
      {NAMES.map(([name, label]) => {
        const hash = receipt.hashes[name];
        return (
          <div key={name} className="flex min-h-7 items-center justify-between gap-3 border-b border-line text-13">
            <dt className="shrink-0 text-ink-muted">{label}</dt>
            <dd className="min-w-0">
              {hash === undefined ? "–" : <Copyable text={hash} label={`${label.toLowerCase()} hash`} isShortened />}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
