// Preloaded into the launcher's children. When the launcher is killed by kill −9 its end of the channel closes; a child
// that stayed would hold ports and go on trading with nobody to stop it.
const HARD_EXIT_MS = 8_000;

if (process.channel) {
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), HARD_EXIT_MS).unref();
    process.kill(process.pid, "SIGTERM");
  });
  // Listening alone must not keep a child alive that has finished.
  process.channel.unref();
}
