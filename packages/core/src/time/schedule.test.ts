import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ALWAYS_TRADING,
  DEFAULT_SCHEDULE,
  entriesEndMs,
  isDowntimeAt,
  nextChange,
  nextDowntimeMs,
  phaseAt,
  scheduleFault,
  type Schedule,
} from "./schedule.ts";
import { DAY_MS, MINUTE_MS } from "./timeframe.ts";

const DAY = Date.UTC(2024, 5, 1);
const at = (time: string, day = DAY): number => {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  return day + Math.round((hours * 3600 + minutes * 60 + seconds) * 1000);
};

const minute = fc.integer({ min: 0, max: 1439 });
const schedules: fc.Arbitrary<Schedule> = fc.record({
  windows: fc.array(
    fc.record({ fromMinute: minute, toMinute: minute }).filter(({ fromMinute, toMinute }) => fromMinute !== toMinute),
    { maxLength: 4 },
  ),
  transitionMinutes: fc.integer({ min: 0, max: 60 }),
});

describe("the default schedule", () => {
  it.each([
    ["00:00", "TRADING"],
    ["02:54:59.999", "TRADING"],
    ["02:55", "TRANSITION"],
    ["02:59:59.999", "TRANSITION"],
    ["03:00", "DOWNTIME"],
    ["04:54:59.999", "DOWNTIME"],
    ["04:55", "TRANSITION"],
    ["04:59:59.999", "TRANSITION"],
    ["05:00", "TRADING"],
    ["23:59:59.999", "TRADING"],
  ] as const)("at %s is %s", (time, phase) => {
    expect(phaseAt(DEFAULT_SCHEDULE, at(time))).toBe(phase);
  });

  it("is half-open: the 05:00 slot trades, the 03:00 slot does not", () => {
    expect([isDowntimeAt(DEFAULT_SCHEDULE, at("05:00")), isDowntimeAt(DEFAULT_SCHEDULE, at("03:00"))]).toEqual([false, true]);
  });

  it("names each next change in turn", () => {
    const changes = ["00:00", "02:55", "03:00", "04:55"].map((time) => nextChange(DEFAULT_SCHEDULE, at(time)));
    expect(changes).toEqual([
      { atMs: at("02:55"), phase: "TRANSITION" },
      { atMs: at("03:00"), phase: "DOWNTIME" },
      { atMs: at("04:55"), phase: "TRANSITION" },
      { atMs: at("05:00"), phase: "TRADING" },
    ]);
    expect(nextChange(DEFAULT_SCHEDULE, at("05:00"))).toEqual({ atMs: at("02:55") + DAY_MS, phase: "TRANSITION" });
  });
});

describe("the way to the next downtime", () => {
  const short: Schedule = { windows: [{ fromMinute: 210, toMinute: 230 }], transitionMinutes: 5 };

  it("is known outside of it, however short it is, and goes over midnight", () => {
    expect([nextDowntimeMs(short, at("03:00")), nextDowntimeMs(short, at("03:50"))]).toEqual([at("03:30"), at("03:30") + DAY_MS]);
    expect([nextDowntimeMs(short, at("03:30")), nextDowntimeMs(short, at("03:49:59.999"))]).toEqual([undefined, undefined]);
    expect(nextDowntimeMs(ALWAYS_TRADING, at("03:00"))).toBeUndefined();
  });

  it("leaves an entry the time to its transition, and none from there on", () => {
    expect(entriesEndMs(short, at("03:00"))).toBe(at("03:25"));
    for (const time of ["03:25", "03:30", "03:47"]) expect(entriesEndMs(short, at(time))).toBe(at(time));
    expect(entriesEndMs(ALWAYS_TRADING, at("03:00"))).toBeUndefined();
  });

  it("is as far as the first minute that is downtime", () => {
    fc.assert(
      fc.property(schedules, minute, (schedule, fromMinute) => {
        const fromMs = DAY + fromMinute * MINUTE_MS;
        const minutes = Array.from({ length: 1_441 }, (_, index) => fromMs + index * MINUTE_MS);
        const first = isDowntimeAt(schedule, fromMs) ? undefined : minutes.find((ms) => isDowntimeAt(schedule, ms));
        expect(nextDowntimeMs(schedule, fromMs)).toBe(first);
      }),
    );
  });
});

describe("any schedule", () => {
  it("wraps midnight", () => {
    const schedule: Schedule = { windows: [{ fromMinute: 1380, toMinute: 60 }], transitionMinutes: 5 };
    expect(["22:54", "22:56", "23:00", "00:00", "00:54", "00:56", "01:00"].map((time) => phaseAt(schedule, at(time)))).toEqual([
      "TRADING",
      "TRANSITION",
      "DOWNTIME",
      "DOWNTIME",
      "DOWNTIME",
      "TRANSITION",
      "TRADING",
    ]);
    expect(nextChange(schedule, at("23:30"))).toEqual({ atMs: at("00:55") + DAY_MS, phase: "TRANSITION" });
  });

  it("has several windows, and no boundary where two touch or overlap", () => {
    const schedule: Schedule = {
      windows: [
        { fromMinute: 60, toMinute: 120 },
        { fromMinute: 120, toMinute: 180 },
        { fromMinute: 170, toMinute: 200 },
        { fromMinute: 600, toMinute: 660 },
      ],
      transitionMinutes: 5,
    };
    expect(["01:58", "02:00", "02:56", "03:10", "03:18", "10:00"].map((time) => phaseAt(schedule, at(time)))).toEqual([
      "DOWNTIME",
      "DOWNTIME",
      "DOWNTIME",
      "DOWNTIME",
      "TRANSITION",
      "DOWNTIME",
    ]);
  });

  it("without windows always trades and never changes", () => {
    expect([phaseAt(ALWAYS_TRADING, at("03:30")), nextChange(ALWAYS_TRADING, at("03:30"))]).toEqual(["TRADING", undefined]);
  });

  it("changes next where stepping minute by minute finds it, and nowhere before", () => {
    fc.assert(
      fc.property(schedules, minute, (schedule, start) => {
        const fromMs = DAY + start * MINUTE_MS;
        const now = phaseAt(schedule, fromMs);
        let expected: number | undefined;
        for (let step = 1; step <= 1440 && expected === undefined; step += 1)
          if (phaseAt(schedule, fromMs + step * MINUTE_MS) !== now) expected = fromMs + step * MINUTE_MS;
        expect(nextChange(schedule, fromMs)?.atMs).toBe(expected);
      }),
    );
  });

  it("knows no daylight saving and no leap second: every UTC day has the same phases", () => {
    // The days on which Europe and America change their clocks, and 2016-12-31, which ended in a leap second.
    const days = [
      Date.UTC(2024, 2, 10),
      Date.UTC(2024, 2, 31),
      Date.UTC(2024, 9, 27),
      Date.UTC(2024, 10, 3),
      Date.UTC(2016, 11, 31),
      Date.UTC(2017, 0, 1),
      Date.UTC(1969, 11, 31),
      Date.UTC(2024, 1, 29),
    ];
    for (const day of days) {
      for (let step = 0; step < 1440; step += 1)
        expect(phaseAt(DEFAULT_SCHEDULE, day + step * MINUTE_MS)).toBe(phaseAt(DEFAULT_SCHEDULE, DAY + step * MINUTE_MS));
    }
  });

  it("is refused in words where it is none", () => {
    const fault = (fromMinute: number, toMinute: number): string | undefined =>
      scheduleFault({ windows: [{ fromMinute, toMinute }], transitionMinutes: 5 });
    expect([fault(180, 300), scheduleFault(ALWAYS_TRADING)]).toEqual([undefined, undefined]);
    for (const [from, to] of [
      [0, 0],
      [-1, 5],
      [5, 1440],
      [0.5, 3],
    ] as const)
      expect(fault(from, to)).toContain("window");
    expect(scheduleFault({ windows: [], transitionMinutes: 61 })).toContain("transition");
  });
});
