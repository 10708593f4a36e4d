import { readFile } from "node:fs/promises";
import { hash } from "@node-rs/argon2";
import { z } from "zod";
import { seedDemo } from "../../usecases/seed-demo.ts";
import { EXIT, type CommandModule } from "../command.ts";
import { withEngineSession } from "../engine-session.ts";
import { flagOption, parseOptions } from "../parse-options.ts";

const schema = z.object({ email: z.email().default("demo@ballast.local"), "password-file": z.string(), json: flagOption });

/** Argon2id: 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet). The parameters stand in the hash. */
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  const password = (await readFile(options["password-file"], "utf8")).trim();
  const seeded = await withEngineSession(terminal, async (session) =>
    seedDemo(session.ports, { ownerPool: session.ownerPool(), email: options.email, passwordHash: await hash(password, ARGON2ID) }),
  );
  const words = seeded.isNew
    ? `Made the demo workspace with ${seeded.accounts} accounts.`
    : "The demo workspace is there already; nothing changed.";
  await terminal.out(`${options.json ? JSON.stringify(seeded) : words}\n`);
  return EXIT.done;
};
