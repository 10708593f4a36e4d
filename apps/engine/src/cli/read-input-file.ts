import { readFile, stat } from "node:fs/promises";
import { fileFault } from "../file-fault.ts";
import { CommandRefused } from "./command.ts";

/** The text of a small file that an option names; what can't be read is refused with the option. */
export async function readInputFile(
  path: string,
  at: { readonly option: string; readonly bytesMax: number; readonly mend: string },
): Promise<string> {
  const refuse = (fact: string): CommandRefused =>
    new CommandRefused({ code: "FILE_UNREADABLE", fact: `--${at.option} ${path}: ${fact}`, mend: at.mend });
  const stats = await stat(path).catch((cause: unknown) => {
    throw refuse(fileFault(cause));
  });
  if (!stats.isFile()) throw refuse(stats.isDirectory() ? "it is a folder" : "it is no regular file");
  if (stats.size > at.bytesMax) throw refuse(`it has ${stats.size} bytes, more than ${at.bytesMax}`);
  return readFile(path, "utf8").catch((cause: unknown) => {
    throw refuse(fileFault(cause));
  });
}
