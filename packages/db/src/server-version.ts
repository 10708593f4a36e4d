import type { ClientBase } from "pg";

const MAJOR_MIN = 15;
const MAJOR_MAX = 18;

/** Throws where the server is not one of the versions that the migrations are tested on. */
export async function assertServerVersion(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ readonly number: string }>("select current_setting('server_version_num') as number");
  const number = Number(rows[0]?.number);
  const major = Math.floor(number / 10_000);
  if (major >= MAJOR_MIN && major <= MAJOR_MAX) return;
  throw new Error(
    `Postgres ${major} is not supported: Ballast runs on ${MAJOR_MIN} to ${MAJOR_MAX}. ` +
      `Point DATABASE_URL at such a server, or unset it and Ballast brings up its own.`,
  );
}
