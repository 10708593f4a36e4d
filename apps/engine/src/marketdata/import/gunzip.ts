import { crc32, createInflateRaw, type InflateRaw } from "node:zlib";
import { ByteFeed } from "./byte-feed.ts";

/** What is wrong with a compressed stream, at the byte where it shows. */
export class DamagedStream extends Error {
  readonly code: "ARCHIVE_TRUNCATED" | "ARCHIVE_CORRUPT";

  constructor(code: DamagedStream["code"], fact: string, cause?: unknown) {
    super(fact, { cause });
    this.name = "DamagedStream";
    this.code = code;
  }
}

/** Output of one call to zlib: what is lost where the compressed bytes themselves are damaged. */
const CHUNK_BYTES = 64 * 1024;
const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
const DEFLATE = 8;
/** Flag bits of a member's header (RFC 1952, 2.3.1). */
const HAS_CHECKSUM = 2;
const HAS_EXTRA = 4;
const HAS_NAME = 8;
const HAS_COMMENT = 16;
const NAME_BYTES_MAX = 64 * 1024;
const U32 = 2 ** 32;

const truncated = (): DamagedStream => new DamagedStream("ARCHIVE_TRUNCATED", "the compressed stream ends too early");
const corrupt = (fact: string, cause?: unknown): DamagedStream => new DamagedStream("ARCHIVE_CORRUPT", fact, cause);

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

async function takeExactly(feed: ByteFeed, count: number): Promise<Uint8Array> {
  const bytes = await feed.take(count);
  if (bytes.length < count) throw truncated();
  return bytes;
}

/** Passes over a member's header: true where one begins here, false at the end of the file or its padding of zeros. */
async function skipHeader(feed: ByteFeed): Promise<boolean> {
  const header = await feed.take(HEADER_BYTES);
  if (header.every((byte) => byte === 0)) return header.length < HEADER_BYTES ? false : skipPadding(feed);
  if (header[0] !== 0x1f || (header[1] ?? 0x8b) !== 0x8b) throw corrupt("something that is no gzip stands behind the compressed stream");
  if (header.length < HEADER_BYTES) throw truncated();
  if (header[2] !== DEFLATE) throw corrupt(`gzip method ${header[2]} is not known`);
  const flags = header[3] ?? 0;
  if ((flags & HAS_EXTRA) !== 0) await takeExactly(feed, viewOf(await takeExactly(feed, 2)).getUint16(0, true));
  for (const flag of [HAS_NAME, HAS_COMMENT]) {
    let length = 0;
    while ((flags & flag) !== 0 && (await takeExactly(feed, 1))[0] !== 0) {
      length += 1;
      if (length > NAME_BYTES_MAX) throw corrupt("a name in the gzip header does not end");
    }
  }
  if ((flags & HAS_CHECKSUM) !== 0) await takeExactly(feed, 2);
  return true;
}

async function skipPadding(feed: ByteFeed): Promise<false> {
  for (let piece = await feed.piece(); piece !== undefined; piece = await feed.piece())
    if (piece.some((byte) => byte !== 0)) throw corrupt("something that is no gzip stands behind the compressed stream");
  return false;
}

type Step = { readonly output: readonly Uint8Array[]; readonly state: "more" | "ended" | Error };

/** Hands one piece to zlib and waits for all that comes of it: whatever breaks later, this much was read. */
function inflatePiece(inflate: InflateRaw, piece: Uint8Array): Promise<Step> {
  return new Promise((resolve) => {
    const output: Uint8Array[] = [];
    const onData = (bytes: Uint8Array): void => void output.push(bytes);
    const finish = (state: Step["state"]): void => {
      inflate.off("data", onData).off("end", onEnd).off("error", finish);
      resolve({ output, state });
    };
    const onEnd = (): void => {
      finish("ended");
    };
    inflate.on("data", onData).once("end", onEnd).once("error", finish);
    inflate.write(piece, (error) => {
      finish(error ?? "more");
    });
  });
}

/** The bytes of the member in hand, whose checksum and length must be those of its trailer. */
async function* inflateMember(feed: ByteFeed): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
  let checksum = 0;
  let length = 0;
  try {
    for (;;) {
      const piece = await feed.piece();
      if (piece === undefined) throw truncated();
      const readBefore = inflate.bytesWritten;
      const { output, state } = await inflatePiece(inflate, piece);
      for (const bytes of output) {
        checksum = crc32(bytes, checksum);
        length += bytes.length;
        yield bytes;
      }
      if (state instanceof Error) throw corrupt("the compressed stream is damaged", state);
      if (state === "more") continue;
      feed.unread(piece.subarray(inflate.bytesWritten - readBefore));
      break;
    }
  } finally {
    inflate.destroy();
  }
  const trailer = viewOf(await takeExactly(feed, TRAILER_BYTES));
  if (trailer.getUint32(0, true) !== checksum) throw corrupt("the compressed stream has another checksum than its trailer says");
  if (trailer.getUint32(4, true) !== length % U32) throw corrupt("the compressed stream has another length than its trailer says");
}

/**
 * Unpacks gzip, of several members too, and gives every byte that could be read before it says what
 * is wrong. Node's own gunzip drops what it holds when the trailer disagrees, so that the line which
 * was reached would be unknown, and passes over whatever stands behind the last member.
 */
export async function* gunzip(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const feed = new ByteFeed(pieces);
  try {
    while (await skipHeader(feed)) yield* inflateMember(feed);
  } finally {
    await feed.close();
  }
}
