import { matchesByLine, type Check, type Finding } from "./tree.ts";

type Ban = { readonly pattern: RegExp; readonly files: RegExp; readonly message: string };

const TEXT = /./;
const CODE = /\.(?:ts|tsx|mts|mjs|cjs|js|css|sql|sh|yml|yaml|prisma)$/;
const CODE_AND_PROSE = /\.(?:ts|tsx|mts|mjs|cjs|js|css|sql|sh|yml|yaml|prisma|md)$|(?:^|\/)(?:Dockerfile|run)$/;
const TEST = /\.(?:test|e2e)\.tsx?$/;

/** Joined here, so that this file and its tests don't name what they forbid. */
const joined = (...parts: readonly string[]): string => parts.join("");
const anyOf = (...words: readonly string[]): string => `(?:${words.join("|")})`;

const BANS: readonly Ban[] = [
  {
    pattern: new RegExp(
      `(?<![\\w.$}>*)-])${anyOf(joined("/wo", "rk/"), joined("/ro", "ot/"), "/home/[a-z]", "/Users/[A-Za-z]", "[A-Z]:\\\\\\\\Users")}`,
      "g",
    ),
    files: CODE_AND_PROSE,
    message: "names a path of one machine: derive it, or take it from the settings",
  },
  {
    pattern: new RegExp(anyOf("registry\\.npm[a-z]*\\.org", "registry\\.yarnpkg\\.com", "npm\\.pkg\\.github\\.com"), "g"),
    files: TEXT,
    message: "names a package registry: which one is the user's choice",
  },
  {
    pattern: /"resolved": "(?:https?|git)[^"]*"/g,
    files: /(?:^|\/)package-lock\.json$/,
    message: "binds the lock file to one host: keep integrity only (omit-lockfile-registry-resolved)",
  },
  {
    pattern: new RegExp(`\\b${anyOf(joined("TO", "DO"), joined("FIX", "ME"), joined("HA", "CK"), joined("XX", "X"))}\\b`, "g"),
    files: CODE_AND_PROSE,
    message: "leaves a mark for later: do it, or open an issue",
  },
  { pattern: /\b(?:test|it|describe)\.only\(/g, files: TEST, message: "runs alone: the other tests of the file are silent" },
  {
    pattern: new RegExp(`${joined("eslint", "-disable")}(?:-next-line|-line)?(?!.* -- \\S)`, "g"),
    files: CODE,
    message: "switches a rule off without saying why (`-- because …`)",
  },
];

/** Words that no file may hold, each with the reason. */
export const checkWords: Check = (tree) =>
  [...tree].flatMap(([file, text]) =>
    BANS.filter((ban) => ban.files.test(file)).flatMap((ban): readonly Finding[] =>
      matchesByLine(text, ban.pattern).map(({ line, match }) => ({ file, line, message: `"${match[0].trim()}" ${ban.message}` })),
    ),
  );
