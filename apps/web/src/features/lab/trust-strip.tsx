import { clsx } from "clsx";
import { CircleAlert, CircleCheck, Info } from "lucide-react";
import { trustVerdict, type TrustFact, type TrustTone } from "./trust.ts";

const LOOKS: Readonly<Record<TrustTone, string>> = { good: "text-gain", warn: "text-warn", halt: "text-halt", neutral: "text-ink" };
const ICONS = { good: CircleCheck, warn: CircleAlert, halt: CircleAlert, neutral: Info } as const;

function Fact({ label, value, note, tone }: TrustFact) {
  const Icon = ICONS[tone];
  return (
    <div className="flex min-w-0 flex-col px-3 py-2">
      <dt className="truncate text-12 text-ink-muted">{label}</dt>
      <dd className={clsx("flex h-7 items-center gap-1.5 truncate text-20 font-medium", LOOKS[tone])}>
        {tone !== "neutral" && <Icon aria-hidden="true" className="size-4 shrink-0" />}
        {value}
      </dd>
      <dd className="line-clamp-2 min-h-8 text-12 text-ink-muted" title={note}>
        {note}
      </dd>
    </div>
  );
}

/** Stands above every result: how easily it could have come about by chance, before how good it looks. */
export function TrustStrip({ facts }: { readonly facts: readonly TrustFact[] }) {
  const { tone, text } = trustVerdict(facts);
  const Icon = ICONS[tone];
  return (
    <section aria-label="How far to trust this" className="overflow-hidden rounded border border-line bg-line">
      <p className="flex items-start gap-2 bg-surface px-3 py-2 text-13">
        <Icon aria-hidden="true" className={clsx("mt-0.5 size-4 shrink-0", LOOKS[tone])} />
        <span className="font-medium text-ink">{text}</span>
      </p>
      <dl className="grid grid-cols-2 gap-px border-t border-line *:bg-surface max-sm:*:last:col-span-2 sm:grid-cols-5">
        {facts.map((fact) => (
          <Fact key={fact.label} {...fact} />
        ))}
      </dl>
    </section>
  );
}
