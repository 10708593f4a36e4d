import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chooseStateDir } from "@ballast/services";
import type { Terminal } from "./command.ts";

const PROJECT_ROOT = fileURLToPath(new URL("../../../..", import.meta.url));

/** The installation's state folder. One that is named need not be fit for Postgres, which nobody starts for a file alone. */
export function stateFolderOf({ env }: Pick<Terminal, "env">): string {
  const named = env["BALLAST_STATE_DIR"];
  if (named !== undefined && named !== "") return resolve(PROJECT_ROOT, named);
  return chooseStateDir({ projectRoot: PROJECT_ROOT, env, onProgress: () => undefined });
}
