import { Copyable } from "@ballast/ui/primitives/copyable";
import { Ban, Check, CircleCheck, CircleDashed, Minus } from "lucide-react";
import type { ReceiptView } from "../shell/answers.ts";
import { checkWords } from "./check-words.ts";
import { FactList } from "./fact-list.tsx";
import { factSentence } from "./fact-words.ts";

type Asking = ReceiptView["content"]["askings"][number];
type Verdict = Asking["verdicts"][number];

const LOOKS: Readonly<Record<Verdict["verdict"], { readonly icon: typeof Ban; readonly look: string; readonly word: string }>> = {
  passed: { icon: Check, look: "text-gain", word: "passed" },
  refused: { icon: Ban, look: "text-warn", word: "refused" },
  not_applicable: { icon: Minus, look: "text-ink-faint", word: "nothing to look at" },
  not_asked: { icon: CircleDashed, look: "text-ink-faint", word: "not asked any more" },
};

function VerdictLine({ verdict }: { readonly verdict: Verdict }) {
  const { icon: Icon, look, word } = LOOKS[verdict.verdict];
  return (
    <li className="flex items-baseline gap-1.5 border-b border-line py-0.5 text-12">
      <Icon aria-hidden="true" className={`size-3 shrink-0 self-center ${look}`} />
      <span className="text-ink">{checkWords(verdict.check)}</span>
      <span className="ml-auto min-w-0 text-right text-ink-muted">{verdict.why === undefined ? word : `${word}: ${verdict.why}`}</span>
    </li>
  );
}

function counted(verdicts: readonly Verdict[]): string {
  const count = (of: Verdict["verdict"]): number => verdicts.filter(({ verdict }) => verdict === of).length;
  const idle = count("not_applicable");
  const passed = count("passed");
  return `${passed} check${passed === 1 ? "" : "s"} passed${idle === 0 ? "" : `, ${idle} had nothing to look at`}`;
}

/** One order that was asked of the gate: let through or refused, with the facts, and what each check said of it. */
export function GateCard({ asking, currency }: { readonly asking: Asking; readonly currency: string }) {
  const { symbol, purpose, refusal, verdicts } = asking;
  const Icon = refusal === undefined ? CircleCheck : Ban;
  return (
    <div className="rounded border border-line bg-surface px-3 py-2">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-13 text-ink">
        <Icon aria-hidden="true" className={`size-4 ${refusal === undefined ? "text-gain" : "text-warn"}`} />
        {symbol !== "" && <span className="font-medium">{symbol}</span>}
        <span className="min-w-0">
          {refusal === undefined
            ? `Let through (${purpose ?? "order"}).`
            : factSentence(refusal.facts, { code: refusal.code, symbol, currency })}
        </span>
        {refusal !== undefined && (
          <span className="ml-auto">
            <Copyable text={refusal.code} label="code" className="text-ink-faint" />
          </span>
        )}
      </p>
      {refusal !== undefined && (
        <div className="mt-1">
          <FactList values={refusal.facts} of={{ code: refusal.code, symbol, currency }} />
        </div>
      )}
      {verdicts.length > 0 && (
        <details className="mt-1">
          <summary className="cursor-pointer text-12 text-ink-muted">{counted(verdicts)}</summary>
          <ul className="mt-1 grid gap-x-8 @2xl:grid-cols-2">
            {verdicts.map((verdict) => (
              <VerdictLine key={verdict.check} verdict={verdict} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
