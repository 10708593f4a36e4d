import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from "node:fs";
import { dirname } from "node:path";
import type { Readable } from "node:stream";

const BYTES_MAX = 20_000_000;
const TAIL_CHARS = 4_000;

/** Where a child's output goes: a file, and one older one beside it, so that a log can't fill the disk. */
export class RotatingLog {
  readonly path: string;
  #stream: WriteStream;
  #bytes: number;
  #tail = "";

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.path = path;
    this.#bytes = sizeOf(path);
    this.#stream = createWriteStream(path, { flags: "a", mode: 0o600 });
  }

  /** The end of what was written since the start. */
  get tail(): string {
    return this.#tail.trim();
  }

  follow(output: Readable): void {
    output.on("data", (chunk: Buffer) => {
      this.#write(chunk);
    });
  }

  #write(chunk: Buffer): void {
    this.#tail = (this.#tail + chunk.toString()).slice(-TAIL_CHARS);
    this.#bytes += chunk.length;
    this.#stream.write(chunk);
    if (this.#bytes > BYTES_MAX) this.#rotate();
  }

  #rotate(): void {
    this.#stream.end();
    renameSync(this.path, `${this.path}.1`);
    this.#stream = createWriteStream(this.path, { flags: "a", mode: 0o600 });
    this.#bytes = 0;
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
