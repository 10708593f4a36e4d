import { fileURLToPath } from "node:url";
import { build, stop, type Plugin } from "esbuild";
import { sha256 } from "./ports/sha256.ts";

export type CoreBundle = { readonly hash: Uint8Array; readonly bytes: Uint8Array };

const ENTRY = "@ballast/core/decision/entry";

let bundled: Promise<CoreBundle> | undefined;

/**
 * packages/core as one file, and the hash that every receipt names. The same sources give the same
 * bytes: nothing of the machine, the folder or the time goes into them. Made once a process, whose
 * core doesn't change; of two builds at once, the first to end would stop the other's bundler.
 */
export function bundleCore(): Promise<CoreBundle> {
  bundled ??= buildCore();
  return bundled;
}

/** Builds the bundle; a plugin makes it that of another release, which a test of replay needs. */
export async function buildCore(plugins: Plugin[] = []): Promise<CoreBundle> {
  const result = await build({
    stdin: { contents: `export * from "${ENTRY}";`, resolveDir: fileURLToPath(new URL(".", import.meta.url)), loader: "ts" },
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2023",
    charset: "utf8",
    legalComments: "none",
    minifyWhitespace: true,
    plugins,
    write: false,
    logLevel: "silent",
  });
  // The bundler's process of 40 MB would stay for as long as the engine runs.
  await stop();
  const [file] = result.outputFiles;
  if (file === undefined) throw new Error("bundling packages/core gave no file");
  return { bytes: file.contents, hash: sha256(file.contents) };
}
