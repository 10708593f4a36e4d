// A part of the product in miniature: answers its health endpoint on the port given, and ends when it is told to.
import { createServer } from "node:http";

const [, , port, mood] = process.argv;
if (mood === "broken") {
  process.stderr.write("the table is missing\n");
  process.exit(3);
}
const server = createServer((_request, response) => response.end(String(process.pid))).listen(Number(port), "127.0.0.1");
process.on("SIGTERM", () => {
  if (mood !== "deaf") server.close(() => process.exit(0));
});
