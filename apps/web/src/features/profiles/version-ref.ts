/** One version of one profile, as addresses name it: `guarded@3`. */
export type VersionRef = { readonly key: string; readonly version: number };

export const versionText = ({ key, version }: VersionRef): string => `${key}@${version}`;

export function toVersionRef(text: string | undefined): VersionRef | undefined {
  const [, key, version] = /^([a-z0-9._-]+)@(\d{1,7})$/.exec(text ?? "") ?? [];
  return key === undefined ? undefined : { key, version: Number(version) };
}
