import type { Environment, Setting, SettingGroup, ValuesOf } from "./setting.ts";

type Catalogue = Readonly<Record<string, SettingGroup>>;
type Reading<C extends Catalogue> = { readonly values: ValuesOf<C>; readonly problems: readonly string[] };

const SHOWN_CHARS_MAX = 60;

/** Maps strings of the environment to the catalogue's types; where there are problems, `values` lacks what is wrong. */
export function readSettings<C extends Catalogue>(catalogue: C, env: Environment): Reading<C> {
  const problems: string[] = [];
  const groups = Object.entries(catalogue).map(([groupName, group]) => {
    const values = Object.entries(group.settings).map(([name, setting]) => {
      const outcome = readSetting(setting, env);
      if ("problem" in outcome) problems.push(outcome.problem);
      return [name, "problem" in outcome ? undefined : outcome.value] as const;
    });
    return [groupName, Object.fromEntries(values)] as const;
  });
  // The keys come from the catalogue itself and each value from its own schema, which the compiler can't follow.
  return { values: Object.fromEntries(groups) as ValuesOf<C>, problems };
}

type Outcome = { readonly value: unknown } | { readonly problem: string };

function readSetting(setting: Setting, env: Environment): Outcome {
  const written = env[setting.env] || setting.default;
  if (written === undefined) return { value: undefined };
  const parsed = setting.schema.safeParse(written);
  if (parsed.success) return { value: parsed.data };
  const right = parsed.error.issues[0]?.message ?? "another value";
  return { problem: `${setting.env}=${shown(setting, written)} is wrong: it takes ${right}.` };
}

function shown(setting: Setting, written: string): string {
  if (setting.isSecret) return `(secret, ${written.length} characters)`;
  return JSON.stringify(written.length > SHOWN_CHARS_MAX ? `${written.slice(0, SHOWN_CHARS_MAX)}…` : written);
}
