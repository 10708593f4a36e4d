"use client";

type GlobalErrorProps = { readonly error: Error & { readonly digest?: string }; readonly reset: () => void };

/** The root layout itself broke, so nothing of it may be used here. */
export default function GlobalError({ error, reset }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body style={{ fontFamily: "system-ui, sans-serif", padding: "10vh 24px", textAlign: "center" }}>
        <h1 style={{ fontSize: 20 }}>Ballast could not show this page</h1>
        <p>Trading is not affected: the engine runs on its own.</p>
        {error.digest !== undefined && <p style={{ fontFamily: "monospace" }}>{error.digest}</p>}
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  );
}
