/** Ends the session here and on the server, and goes to the sign-in page. The token keeps other sites from doing it for us. */
export async function signOut(): Promise<void> {
  const answer = await fetch("/api/auth/csrf");
  const body: unknown = await answer.json();
  const token =
    typeof body === "object" && body !== null && "csrfToken" in body && typeof body.csrfToken === "string" ? body.csrfToken : "";
  await fetch("/api/auth/signout", { method: "POST", body: new URLSearchParams({ csrfToken: token, json: "true" }) });
  location.assign("/sign-in");
}
