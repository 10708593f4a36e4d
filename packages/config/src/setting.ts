import type { z } from "zod";

/** What a process is given by its parent: names and texts. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * One thing that a person may set by an environment variable.
 * The default is written as a person would write it, so that it goes through the same schema; `undefined` means that the
 * setting may stay unset, which its doc explains.
 */
export type Setting<Schema extends z.ZodType = z.ZodType, Default extends string | undefined = string | undefined> = {
  readonly env: string;
  readonly doc: string;
  readonly schema: Schema;
  readonly default: Default;
  /** A secret is never shown, neither in an error nor in .env.example. */
  readonly isSecret?: true;
};

export type SettingGroup = {
  readonly title: string;
  readonly settings: Readonly<Record<string, Setting>>;
};

type ValueOf<S> =
  S extends Setting<infer Schema, infer Default> ? (Default extends string ? z.output<Schema> : z.output<Schema> | undefined) : never;

/** What a catalogue of groups parses to: the same names, with values. */
export type ValuesOf<Catalogue extends Readonly<Record<string, SettingGroup>>> = {
  readonly [Group in keyof Catalogue]: {
    readonly [Name in keyof Catalogue[Group]["settings"]]: ValueOf<Catalogue[Group]["settings"][Name]>;
  };
};

/** Keeps the exact types of schema and default, which a plain annotation would widen. */
export function setting<Schema extends z.ZodType, const Default extends string | undefined>(
  definition: Setting<Schema, Default>,
): Setting<Schema, Default> {
  return definition;
}
