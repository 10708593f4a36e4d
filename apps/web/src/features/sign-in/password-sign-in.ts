export type SignInAnswer = "signed_in" | "wrong" | "limited" | "unreachable";

/** Word that the server answers with where too many tries failed. */
const LIMITED = "Limited";

function textAt(body: unknown, key: string): string {
  if (typeof body !== "object" || body === null) return "";
  const value: unknown = Object.entries(body).find(([name]) => name === key)?.[1];
  return typeof value === "string" ? value : "";
}

/**
 * Signs in through next-auth's endpoints by plain fetch: its own client would weigh more than this
 * page. The token proves that the form is ours.
 */
export async function signInWithPassword(of: { readonly email: string; readonly password: string }): Promise<SignInAnswer> {
  try {
    const csrf: unknown = await (await fetch("/api/auth/csrf")).json();
    const body = new URLSearchParams({ ...of, csrfToken: textAt(csrf, "csrfToken"), json: "true" });
    const answer = await fetch("/api/auth/callback/credentials", { method: "POST", body });
    if (answer.ok) return "signed_in";
    const url = URL.parse(textAt(await answer.json(), "url"), location.origin);
    return url?.searchParams.get("error") === LIMITED ? "limited" : "wrong";
  } catch {
    return "unreachable";
  }
}

/** Where to go once signed in: back to a page of a workspace, never to another site. */
export function destination(next: string | undefined): string {
  return next !== undefined && /^\/w\/[a-z0-9-]+(\/|$)/.test(next) && !next.includes("\\") ? next : "/api/enter";
}
