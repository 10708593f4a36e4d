/** Tokens that the canvas charts draw with. */
export type ChartColours = {
  readonly surface: string;
  readonly ink: string;
  readonly inkMuted: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly accent: string;
  readonly gain: string;
  readonly loss: string;
  readonly warn: string;
  readonly halt: string;
  /** States of the market: the same for readers who swap the colours of gain and loss. */
  readonly calm: string;
  readonly restless: string;
  readonly crash: string;
};

const TOKENS: Record<keyof ChartColours, string> = {
  surface: "--surface",
  ink: "--ink",
  inkMuted: "--ink-muted",
  line: "--line",
  lineStrong: "--line-strong",
  accent: "--accent",
  gain: "--gain-fill",
  loss: "--loss-fill",
  warn: "--warn",
  halt: "--halt",
  calm: "--teal-fill",
  restless: "--warn-line",
  crash: "--halt-solid",
};

/** A canvas can't follow CSS variables: the computed colour of a probe inside the page is what it gets. */
export function readChartColours(host: HTMLElement): ChartColours {
  const probe = document.createElement("span");
  probe.hidden = true;
  host.append(probe);
  const read = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const colours: ChartColours = {
    surface: read(TOKENS.surface),
    ink: read(TOKENS.ink),
    inkMuted: read(TOKENS.inkMuted),
    line: read(TOKENS.line),
    lineStrong: read(TOKENS.lineStrong),
    accent: read(TOKENS.accent),
    gain: read(TOKENS.gain),
    loss: read(TOKENS.loss),
    warn: read(TOKENS.warn),
    halt: read(TOKENS.halt),
    calm: read(TOKENS.calm),
    restless: read(TOKENS.restless),
    crash: read(TOKENS.crash),
  };
  probe.remove();
  return colours;
}

/** Calls back whenever the theme or the gain and loss colours change; returns how to stop. */
export function watchTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "data-pnl"] });
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", onChange);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", onChange);
  };
}
