/** Everything that moves a cursor, changes a colour, reverses a line or is not seen; a line's end is none of it. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Text that a terminal shows and does not obey: what is not seen is written out, U+001B as \u{1b}. Errors
 * quote files and words that somebody else wrote.
 */
export function printableText(text: string): string {
  return text.replace(UNSEEN, (letter) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`);
}
