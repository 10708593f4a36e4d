import { createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** The wire format of one message: its letter, its length with itself, its body. */
function message(letter: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(letter), length, body]);
}

const AUTHENTICATION_OK = message("R", Buffer.from([0, 0, 0, 0]));
const READY = message("Z", Buffer.from("I"));

function oneRow(column: string, value: string): Buffer {
  const name = Buffer.from(`${column}\0`);
  // One column of type text: no table, no column number, type 25, any size, no modifier, text format.
  const description = Buffer.concat([
    Buffer.from([0, 1]),
    name,
    Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 25, 255, 255, 255, 255, 255, 255, 0, 0]),
  ]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(Buffer.byteLength(value));
  const row = Buffer.concat([Buffer.from([0, 1]), size, Buffer.from(value)]);
  return Buffer.concat([message("T", description), message("D", row), message("C", Buffer.from("SHOW\0")), READY]);
}

/** A server that lets everybody in and answers any query with a version: a real one of a wrong version is hard to come by. */
export async function fakePostgres(version: string): Promise<string> {
  const serve = (socket: Socket): void => {
    let isOpen = false;
    socket.on("error", () => undefined);
    socket.on("data", (data) => {
      if (!isOpen) socket.write(Buffer.concat([AUTHENTICATION_OK, READY]));
      else if (data.at(0) === "Q".charCodeAt(0)) socket.write(oneRow("server_version", version));
      isOpen = true;
    });
  };
  const server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The fake server has no port.");
  return `postgresql://someone:hunter2@127.0.0.1:${address.port}/postgres`;
}
