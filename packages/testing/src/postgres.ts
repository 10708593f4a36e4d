import { startPostgres, type OnProgress } from "@ballast/services";

export type TestServer = { readonly stop: () => Promise<void> };

/**
 * The embedded Postgres, with fsync off. `BALLAST_TEST_ADMIN_URL` names another server instead, by
 * its superuser's address: the tests then run on that version and leave nothing behind.
 */
export async function startTestPostgres(stateDir: string, onProgress: OnProgress): Promise<TestServer & { readonly adminUrl: string }> {
  const given = process.env["BALLAST_TEST_ADMIN_URL"];
  if (given !== undefined && given !== "") return { adminUrl: given, stop: () => Promise.resolve() };
  return startPostgres({ stateDir, durability: "throwaway", onProgress });
}
