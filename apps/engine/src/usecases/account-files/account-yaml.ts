import { Document, isMap, isScalar, parseDocument, visit } from "yaml";
import { writeAccount, type AccountFile } from "./account-file.ts";
import { PAPER_EXAMPLE } from "./example-account.ts";
import { readWrittenAccount, type AccountFault } from "./read-written-account.ts";

/** More than any account needs. */
export const ACCOUNT_FILE_BYTES_MAX = 65_536;
/** Whoever mends so many reads the file anew anyway. */
const FAULTS_MAX = 100;

/** A fault as people are told of it: where (a path, or a line), what, and how to mend it. */
export type ToldFault = { readonly at: string; readonly what: string; readonly mend: string };

export type AccountYamlReading =
  { readonly isAdmitted: true; readonly file: AccountFile } | { readonly isAdmitted: false; readonly faults: readonly ToldFault[] };

/** What stands above a member of the file. */
const COMMENTS: ReadonlyMap<string, string> = new Map([
  ["ballast", " A Ballast account. To check it and see what it changes: npx ballast accounts apply --dry-run --file <this file>"],
  ["scope", " Where it trades. The artifact root belongs to it: asset class/venue_region."],
  ["market", " Whose prices it follows: archive (imported bars) or synthetic on paper."],
  ["balance", " What it starts with. Amounts are text, so that no digit of them is rounded."],
  ["apiTier", " Its tier at the venue, which sets the budget of calls."],
  ["fees", " Basis points a side, as the paper venue charges them."],
  ["strategy", " What each may be: npx ballast strategies"],
  ["risk", " Limits in basis points, of which 10000 are the whole, and in amounts; the lower binds."],
  ["fallback", " Without an approved model: rules_only or reduce_only."],
  ["downtime", " UTC, half-open."],
  ["training", " Only in downtime, never in a live account."],
  ["gatePolicy", " Which gates a model must have passed."],
  ["approval", " Who has to agree before a limit is raised."],
  ["retries", " Of calls that are safe to repeat."],
  ["timeouts", " Of a call, and until a protective stop has to be acknowledged."],
]);

/** What a live account's file says besides, at its head. */
const NO_LIVE_VENUE =
  "\n This release has no connection to a live venue yet: applying it is refused, and --dry-run checks everything else in it.";

/** The file's text in its one normal form: the same account is the same bytes. */
export function writeAccountYaml(file: AccountFile): string {
  const document = new Document(writeAccount(file), { aliasDuplicateObjects: false });
  const members = isMap(document.contents) ? document.contents.items : [];
  for (const { key } of members) {
    if (!isScalar(key)) continue;
    const comment = COMMENTS.get(String(key.value));
    if (comment === undefined) continue;
    const isHead = key.value === "ballast";
    const commentBefore = isHead && file.mode === "live" ? `${comment}${NO_LIVE_VENUE}` : comment;
    Object.assign(key, { commentBefore, spaceBefore: !isHead });
  }
  return document.toString({ lineWidth: 0 });
}

const EXAMPLE: unknown = writeAccount(PAPER_EXAMPLE);

function memberOf(of: unknown, name: string): unknown {
  return typeof of === "object" && of !== null ? Object.getOwnPropertyDescriptor(of, name)?.value : undefined;
}

/** How a member is written, from the account that ships; of an unknown one, which there are. */
function mendOf({ path, what }: AccountFault): string {
  const name = path.at(-1) ?? "";
  const parent = path.slice(0, -1).reduce(memberOf, EXAMPLE);
  const example = memberOf(parent, name);
  if (example !== undefined && (typeof example !== "object" || Array.isArray(example)))
    return /^\d+$/.test(name) ? `As in: ${JSON.stringify(example)}` : `As in: ${name}: ${JSON.stringify(example)}`;
  const known = typeof parent === "object" && parent !== null && !Array.isArray(parent) ? Object.keys(parent) : [];
  if (known.length > 0 && what === "is not known here") return `Remove it; known here: ${known.join(", ")}.`;
  return Array.isArray(parent) && parent.length > 0
    ? `As in: ${JSON.stringify(parent)}`
    : "npx ballast accounts export shows how one is written.";
}

type Parsed = { readonly value: unknown; readonly faults: readonly ToldFault[] };

const PLAIN = "Write the value itself: an account file has no anchors, aliases or tags.";

function lineOf(text: string, offset: number | undefined): string {
  return `line ${text.slice(0, offset ?? 0).split("\n").length}`;
}

/** The YAML alone, in its plain part: what refers or constructs is refused before anything of it is built. */
function parseYaml(text: string): Parsed {
  const document = parseDocument(text, { version: "1.2", schema: "core", uniqueKeys: true, merge: false });
  const faults: ToldFault[] = document.errors.map(({ message, linePos }) => ({
    at: `line ${linePos?.[0].line ?? 1}`,
    what: message.split(" at line ")[0] ?? message,
    mend: "Mend the YAML there: two spaces a level, each key once, one document.",
  }));
  const refuse = (what: string, offset: number | undefined): void => void faults.push({ at: lineOf(text, offset), what, mend: PLAIN });
  visit(document, {
    Alias: (_, { range }) => refuse("an alias", range?.[0]),
    Value: (_, node) => {
      if (node.anchor !== undefined) refuse(`the anchor &${node.anchor}`, node.range?.[0]);
      if (node.tag !== undefined && node.range !== undefined && node.range !== null) refuse(`the tag ${node.tag}`, node.range[0]);
    },
  });
  return faults.length > 0 ? { value: undefined, faults } : { value: document.toJS({ maxAliasCount: 0 }), faults };
}

/** Reads the text of an account file: the account, or every fault at once, first of the YAML, then of what it says. */
export function readAccountYaml(text: string): AccountYamlReading {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > ACCOUNT_FILE_BYTES_MAX) {
    const mend = `An account takes at most ${ACCOUNT_FILE_BYTES_MAX} bytes.`;
    return { isAdmitted: false, faults: [{ at: "the file", what: `has ${bytes} bytes`, mend }] };
  }
  const { value, faults } = parseYaml(text);
  if (faults.length > 0) return { isAdmitted: false, faults: faults.slice(0, FAULTS_MAX) };
  const read = readWrittenAccount(value);
  if (read.isAdmitted) return read;
  const told = read.faults.map((fault) => ({ at: fault.path.join(".") || "the file", what: fault.what, mend: mendOf(fault) }));
  return { isAdmitted: false, faults: told.slice(0, FAULTS_MAX) };
}
