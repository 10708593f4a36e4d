import type { ReactNode } from "react";

type ReceiptStepProps = { readonly n: number; readonly title: string; readonly note: string; readonly children: ReactNode };

/** One step of the way from data to orders, on a line that leads to the next. */
export function ReceiptStep({ n, title, note, children }: ReceiptStepProps) {
  return (
    <li className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-3">
      <span className="flex flex-col items-center">
        <span
          aria-hidden="true"
          className="flex size-5 items-center justify-center rounded-full border border-line-strong text-12 font-medium text-ink-muted"
        >
          {n}
        </span>
        <span className="w-px flex-1 bg-line" />
      </span>
      <section className="min-w-0 pb-5">
        <h2 className="flex flex-wrap items-baseline gap-x-2 text-13">
          <span className="font-semibold text-ink">{title}</span>
          <span className="text-12 text-ink-faint">{note}</span>
        </h2>
        <div className="@container mt-1.5">{children}</div>
      </section>
    </li>
  );
}
