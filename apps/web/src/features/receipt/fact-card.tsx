import { Copyable } from "@ballast/ui/primitives/copyable";
import type { ReactNode } from "react";
import type { NamedValue } from "../shell/answers.ts";
import { FactList } from "./fact-list.tsx";
import { factSentence } from "./fact-words.ts";

type FactCardProps = {
  readonly symbol: string;
  readonly code: string;
  readonly values: readonly NamedValue[];
  /** The account's, in which what concerns the account as a whole is counted. */
  readonly currency: string;
  /** Where the code's own sentence does not do. */
  readonly sentence?: string;
  readonly mark?: ReactNode;
};

/** One thing that was found about one instrument: in words, with its figures, and the code to copy. */
export function FactCard({ symbol, code, values, currency, sentence, mark }: FactCardProps) {
  const of = { code, symbol, currency };
  return (
    <div className="rounded border border-line bg-surface px-3 py-2">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-13 text-ink">
        {mark}
        {symbol !== "" && <span className="font-medium">{symbol}</span>}
        <span className="min-w-0">{sentence ?? factSentence(values, of)}</span>
        <span className="ml-auto">
          <Copyable text={code} label="code" className="text-ink-faint" />
        </span>
      </p>
      {values.length > 0 && (
        <div className="mt-1">
          <FactList values={values} of={of} />
        </div>
      )}
    </div>
  );
}
