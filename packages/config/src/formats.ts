import { z } from "zod";

/** A whole number between bounds, written in decimal digits alone: "1e3", "0x10" and " 7 " are mistakes. */
export function wholeNumber({ min, max }: { readonly min: number; readonly max: number }) {
  const message = `a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
}

const SWITCH = { on: true, true: true, "1": true, yes: true, off: false, false: false, "0": false, no: false } as const;

/** On or off, in the words that people use for it. */
export function onOff() {
  return z
    .string()
    .toLowerCase()
    .pipe(z.enum(["on", "off", "true", "false", "1", "0", "yes", "no"], "on or off"))
    .transform((word) => SWITCH[word]);
}

/** A URL of one of these protocols, with a host. */
export function urlOf(protocols: readonly string[], example: string) {
  const message = `a URL like ${example}`;
  return z.string().refine((value) => {
    const url = URL.parse(value);
    return url !== null && protocols.includes(url.protocol.slice(0, -1)) && url.hostname !== "";
  }, message);
}
