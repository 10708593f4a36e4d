import { useId, type ReactNode } from "react";

type FieldProps = {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string;
  /** Receives the id that ties the control to its label. */
  readonly children: (id: string) => ReactNode;
};

/** A control with its label, and under it either what helps or what is wrong. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-13 font-medium text-ink">
        {label}
      </label>
      {children(id)}
      {error !== undefined ? (
        <p role="alert" className="text-12 text-halt">
          {error}
        </p>
      ) : (
        hint !== undefined && <p className="text-12 text-ink-muted">{hint}</p>
      )}
    </div>
  );
}
