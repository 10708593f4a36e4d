/** What a command answers the shell with. */
export const EXIT = { done: 0, refused: 1, usage: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export type OptionSpec = {
  readonly name: string;
  /** How the value is written in help, `<file>`; undefined for a flag. */
  readonly value?: string;
  readonly doc: string;
  readonly isRequired?: boolean;
  readonly isRepeatable?: boolean;
};

export type PositionalSpec = { readonly name: string; readonly doc: string; readonly isRequired: boolean };

/** One command as data: help reads this and loads nothing. */
export type CommandSpec = {
  readonly name: string;
  readonly summary: string;
  readonly positionals?: readonly PositionalSpec[];
  readonly options: readonly OptionSpec[];
  /** Whole command lines without the leading `npx ballast`, with what each does. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  readonly load: () => Promise<CommandModule>;
};

/** Option values by name, as written; a command parses them with its own schema. */
export type CommandInput = {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
};

/** Where a command speaks: results on `out`, progress and warnings on `err`. */
export type Terminal = {
  readonly out: (text: string) => Promise<void>;
  readonly err: (text: string) => void;
  readonly isErrTty: boolean;
  /** Asks a person and answers what they typed; undefined where nobody is at a terminal. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
};

export type CommandModule = { readonly run: (input: CommandInput, terminal: Terminal) => Promise<ExitCode> };

/** A command line that can't be understood; exits with 2 and says what was meant. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** A command that was understood and refused: a stable code, and how to mend it. Exits with 1. */
export class CommandRefused extends Error {
  readonly code: string;
  readonly mend: string;

  constructor(fault: { readonly code: string; readonly fact: string; readonly mend: string }) {
    super(fault.fact);
    this.name = "CommandRefused";
    this.code = fault.code;
    this.mend = fault.mend;
  }
}
