import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CanonicalReader, CanonicalWriter } from "./canonical.ts";
import { toHex } from "./hash.ts";

const canonicalDouble = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));

const TEXT_ENCODER = new TextEncoder();

function written(write: (writer: CanonicalWriter) => void): Uint8Array {
  const writer = new CanonicalWriter(1);
  write(writer);
  return writer.finish();
}

describe("the canonical form", () => {
  it("has these bytes", () => {
    const bytes = written((writer) => {
      writer
        .u8(255)
        .bool(true)
        .u32(258)
        .i64(-2)
        .i64(2 ** 40 + 1)
        .f64(1.5)
        .text("é")
        .units(-12n);
      writer
        .option(undefined, () => undefined)
        .option(7, (value) => writer.u8(value))
        .list([1, 2], (value) => writer.u8(value));
    });
    expect(toHex(bytes)).toBe("ff0102010000feffffffffffffff0100000000010000000000000000f83f02000000c3a9030000002d3132000107020000000102");
  });

  it("reads back what was written", () => {
    fc.assert(
      fc.property(fc.tuple(fc.maxSafeInteger(), canonicalDouble), fc.string({ unit: "grapheme" }), fc.bigInt(), (numbers, text, units) => {
        const [integer, double] = numbers;
        const bytes = TEXT_ENCODER.encode(text);
        const reader = new CanonicalReader(written((writer) => writer.i64(integer).f64(double).text(text).units(units).bytes(bytes)));
        expect([reader.i64(), reader.f64(), reader.text(), reader.units(), reader.bytes()]).toEqual([integer, double, text, units, bytes]);
        expect(() => reader.end()).not.toThrow();
      }),
    );
  });

  it("writes units as their decimal text, on either side of the safe integers", () => {
    const near = [0n, 9n, 10n, 99_999_999n, 100_000_000n, 10n ** 15n, BigInt(Number.MAX_SAFE_INTEGER), 10n ** 16n, 2n ** 60n];
    for (const centre of near) {
      for (let away = -3n; away <= 3n; away += 1n) {
        for (const units of [centre + away, -centre - away])
          expect(written((writer) => writer.units(units))).toEqual(written((writer) => writer.text(units.toString())));
      }
    }
  });

  it("writes 16-bit integers as they would be one by one", () => {
    const values = Int16Array.of(0, 1, -1, 32_767, -32_768, 258);
    expect(toHex(written((writer) => writer.shorts(values.subarray(1))))).toBe("0a0000000100ffffff7f00800201");
  });

  it("reads texts back at every length, short and long, ASCII and not", () => {
    for (let length = 0; length < 100; length += 1) {
      for (const text of ["a".repeat(length), `${"a".repeat(length)}é`]) {
        expect(new CanonicalReader(written((writer) => writer.text(text))).text()).toBe(text);
      }
    }
  });

  it("keeps a byte order mark, which is text like any other", () => {
    expect(new CanonicalReader(written((writer) => writer.text("\ufeffa"))).text()).toBe("\ufeffa");
  });

  it.each([NaN, Infinity, -Infinity, -0])("refuses the double %s, written or read", (value) => {
    expect(() => new CanonicalWriter().f64(value)).toThrow(RangeError);
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value, true);
    expect(() => new CanonicalReader(bytes).f64()).toThrow(RangeError);
  });

  it("refuses what would share bytes with another value", () => {
    expect(() => new CanonicalWriter().text("\ud800")).toThrow(RangeError);
    expect(() => new CanonicalWriter().u8(256)).toThrow(RangeError);
    expect(() => new CanonicalWriter().u32(-1)).toThrow(RangeError);
    expect(() => new CanonicalWriter().i64(2 ** 53)).toThrow(RangeError);
    expect(() => new CanonicalWriter().i64(0.5)).toThrow(RangeError);
  });

  it.each(["", "01", "-0", "+1", "0x10", " 1", "1e3"])("reads no units from %j", (text) => {
    expect(() => new CanonicalReader(written((writer) => writer.text(text))).units()).toThrow(RangeError);
  });

  it("ends where it ends", () => {
    const bytes = written((writer) => writer.u32(1));
    expect(() => new CanonicalReader(bytes.subarray(0, 3)).u32()).toThrow(RangeError);
    expect(() => new CanonicalReader(bytes).end()).toThrow(RangeError);
    expect(() => new CanonicalReader(Uint8Array.of(2)).bool()).toThrow(RangeError);
    expect(() => new CanonicalReader(Uint8Array.of(255, 255, 255, 255)).list(() => 0)).toThrow(RangeError);
  });
});
