import type { Bar } from "../market/bar.ts";
import { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import { formatFeatureName, parseFeatureNames, periodsOf, type FeatureName } from "./feature-name.ts";
import { indicatorOf, type BarIndicator } from "./indicator-kinds.ts";

const FORM = "feature-engine";
const VERSION = 1;

/** One indicator and its latest values, newest first, as far back as a feature looks. */
type Track = { readonly indicator: BarIndicator; readonly values: (number | undefined)[] };

function trackKey(name: FeatureName): string {
  return formatFeatureName({ ...name, lag: 0 });
}

function startTracks(names: readonly FeatureName[]): ReadonlyMap<string, Track> {
  const tracks = new Map<string, Track>();
  for (const name of names) {
    const key = trackKey(name);
    const track = tracks.get(key) ?? { indicator: indicatorOf(name).start(periodsOf(name)[0]), values: [] };
    while (track.values.length <= name.lag) track.values.push(undefined);
    tracks.set(key, track);
  }
  return tracks;
}

/**
 * The features of one instrument over its existing bars (ema, atr), computed from them in order and
 * from nothing else. A feature at a bar depends on that bar and those before it, so what is cut off
 * later can't change it. FeaturePanel has these and all others, for a universe at once.
 */
export class FeatureEngine {
  readonly #names: readonly string[];
  readonly #tracks: readonly Track[];
  readonly #outputs: readonly { readonly track: Track; readonly lag: number }[];
  #lastTsMs: number | undefined;

  /** `featureNames` as the lineage holds them; the features come in this order. */
  constructor(featureNames: readonly string[]) {
    const names = parseFeatureNames(featureNames);
    const tracks = startTracks(names);
    this.#names = featureNames;
    this.#tracks = [...tracks.values()];
    this.#outputs = names.flatMap((name) => {
      const track = tracks.get(trackKey(name));
      return track === undefined ? [] : [{ track, lag: name.lag }];
    });
  }

  /** Open time of the last bar that was pushed; undefined before the first. */
  get lastTsMs(): number | undefined {
    return this.#lastTsMs;
  }

  /** Takes the instrument's next bar and gives its features: undefined while one warms up. */
  push(bar: Bar): readonly (number | undefined)[] {
    if (this.#lastTsMs !== undefined && bar.tsMs <= this.#lastTsMs)
      throw new RangeError(`bar ${bar.tsMs} does not follow ${this.#lastTsMs}`);
    this.#lastTsMs = bar.tsMs;
    for (const { indicator, values } of this.#tracks) {
      for (let lag = values.length - 1; lag > 0; lag -= 1) values[lag] = values[lag - 1];
      values[0] = indicator.push(bar);
    }
    return this.#outputs.map(({ track, lag }) => track.values[lag]);
  }

  /** The state as canonical bytes: an engine resumed from them goes on to the same bits. */
  encodeState(): Uint8Array {
    const writer = new CanonicalWriter();
    writer.text(FORM).u32(VERSION);
    writer.list(this.#names, (name) => writer.text(name));
    writer.option(this.#lastTsMs, (tsMs) => writer.i64(tsMs));
    for (const { indicator, values } of this.#tracks) {
      indicator.save(writer);
      for (const value of values) writer.option(value, (present) => writer.f64(present));
    }
    return writer.finish();
  }

  /** The engine whose `encodeState` gave these bytes; a state of other features is a RangeError. */
  static resume(featureNames: readonly string[], state: Uint8Array): FeatureEngine {
    const engine = new FeatureEngine(featureNames);
    engine.#restore(new CanonicalReader(state));
    return engine;
  }

  #restore(reader: CanonicalReader): void {
    const form = reader.text();
    const version = reader.u32();
    if (form !== FORM || version !== VERSION) throw new RangeError(`not a feature state of version ${VERSION}: ${form} ${version}`);
    const names = reader.list(() => reader.text());
    if (names.join() !== this.#names.join()) throw new RangeError(`a state of ${names.join(", ")}, not of ${this.#names.join(", ")}`);
    this.#lastTsMs = reader.option(() => reader.i64());
    for (const { indicator, values } of this.#tracks) {
      indicator.restore(reader);
      for (let lag = 0; lag < values.length; lag += 1) values[lag] = reader.option(() => reader.f64());
    }
    reader.end();
  }
}
