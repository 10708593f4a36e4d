import { mkdir, open, writeFile, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { PAPER_FILES, type PaperFile } from "../usecases/paper/paper-rows.ts";
import { fileFault } from "../file-fault.ts";
import { CommandRefused } from "./command.ts";

const NAMES: readonly PaperFile[] = ["orders.csv", "fills.csv", "equity_curve.csv", "daily_checks.csv"];

export type PaperRows = Partial<Readonly<Record<PaperFile, readonly string[]>>>;

/** The files of one loop: each row is written whole and at once, so that a killed process leaves whole rows. */
export class PaperFiles {
  readonly #folder: string;
  readonly #files: ReadonlyMap<PaperFile, FileHandle>;

  private constructor(folder: string, files: ReadonlyMap<PaperFile, FileHandle>) {
    this.#folder = folder;
    this.#files = files;
  }

  /** A folder whose files are there already belongs to another loop: its curve is not gone on with by mistake. */
  static async open(folder: string): Promise<PaperFiles> {
    const refuse = (path: string, cause: unknown): never => {
      throw new CommandRefused({
        code: "FOLDER_UNFIT",
        fact: `--out ${path}: ${fileFault(cause)}`,
        mend: "Name a folder without files of another paper loop.",
      });
    };
    await mkdir(folder, { recursive: true }).catch((cause: unknown) => refuse(folder, cause));
    const files = new Map<PaperFile, FileHandle>();
    for (const name of NAMES) {
      const path = join(folder, name);
      const file = await open(path, "wx").catch((cause: unknown) => refuse(path, cause));
      await file.appendFile(`${PAPER_FILES[name]}\n`);
      files.set(name, file);
    }
    return new PaperFiles(folder, files);
  }

  async append(rows: PaperRows): Promise<void> {
    for (const [name, file] of this.#files) {
      const lines = rows[name] ?? [];
      if (lines.length > 0) await file.appendFile(`${lines.join("\n")}\n`);
    }
  }

  /** A file of its own beside the others; one that is there is never written over. */
  async add(name: string, text: string): Promise<void> {
    await writeFile(join(this.#folder, name), text, { flag: "wx" });
  }

  async close(): Promise<void> {
    for (const file of this.#files.values()) await file.close();
  }
}
