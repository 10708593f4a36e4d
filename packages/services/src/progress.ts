/** Tells a person what is going on, one line at a time, without a newline at its end. */
export type OnProgress = (line: string) => void;
