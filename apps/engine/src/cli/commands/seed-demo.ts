import { hash } from "@node-rs/argon2";
import { z } from "zod";
import { seedDemo } from "../../usecases/seed-demo.ts";
import { CommandRefused, EXIT, type CommandModule } from "../command.ts";
import { withEngineSession } from "../engine-session.ts";
import { flagOption, parseOptions } from "../parse-options.ts";
import { readInputFile } from "../read-input-file.ts";
import { countedText } from "../table.ts";

const schema = z.object({ email: z.email().default("demo@ballast.local"), "password-file": z.string().min(1), json: flagOption });

const PASSWORD_LENGTH_MIN = 12;
const PASSWORD_LENGTH_MAX = 200;
const PASSWORD_FILE_BYTES_MAX = 4_096;

/** Argon2id: 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet). The parameters stand in the hash. */
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

async function readPassword(path: string): Promise<string> {
  const mend = "Write one first, for instance: openssl rand -base64 12 > demo-password";
  const password = (await readInputFile(path, { option: "password-file", bytesMax: PASSWORD_FILE_BYTES_MAX, mend })).trim();
  if (password.length >= PASSWORD_LENGTH_MIN && password.length <= PASSWORD_LENGTH_MAX && !password.includes("\n")) return password;
  throw new CommandRefused({
    code: "PASSWORD_UNFIT",
    fact: `--password-file ${path} holds no password of ${PASSWORD_LENGTH_MIN} to ${PASSWORD_LENGTH_MAX} characters in one line`,
    mend,
  });
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  const password = await readPassword(options["password-file"]);
  const seeded = await withEngineSession(terminal, async (session) =>
    seedDemo(session.ports, { ownerPool: session.ownerPool(), email: options.email, passwordHash: await hash(password, ARGON2ID) }),
  );
  const words = seeded.isNew
    ? `Made the demo workspace with ${countedText(seeded.accounts, "account")}.`
    : "The demo workspace is there already; nothing changed.";
  await terminal.out(`${options.json ? JSON.stringify(seeded) : words}\n`);
  return EXIT.done;
};
