/** What is wrong with a form, where the eye is: above its button. Said aloud as it appears. */
export function FormProblem({ text }: { readonly text: string | undefined }) {
  return (
    <p
      role="alert"
      className={text === undefined ? "sr-only" : "rounded-inner border border-halt/40 bg-halt-soft px-2 py-1.5 text-13 text-halt"}
    >
      {text}
    </p>
  );
}
