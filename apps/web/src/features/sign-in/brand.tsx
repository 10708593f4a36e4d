/** The mark and the name, as the rail has them. */
export function Brand() {
  return (
    <p className="flex items-center gap-2 text-14 font-semibold text-ink">
      <svg aria-hidden="true" viewBox="0 0 20 20" className="size-5 shrink-0 text-accent">
        <path d="M3 5h14M5 5v5a5 5 0 0 0 10 0V5M10 15v3" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
      </svg>
      Ballast
    </p>
  );
}
