/** How the server's command line begins, whoever started it: "…/bin/postgres -D …" or "postgres: checkpointer". */
export const POSTGRES_PROGRAM = /(^|\/)postgres(:|\s|$)/;

/** What Ballast runs on; the embedded server is one of them. */
export const POSTGRES_MAJOR_MIN = 15;
export const POSTGRES_MAJOR_MAX = 18;
