import type { Regime } from "@ballast/core/regime/regime";
import { Badge } from "@ballast/ui/primitives/badge";
import { Cloud, CloudLightning, CloudRain, Sun, type LucideIcon } from "lucide-react";
import { isRegime, REGIME_WORDS } from "./regime-words.ts";

const ICONS: Readonly<Record<Regime, LucideIcon>> = { RISK_ON: Sun, NEUTRAL: Cloud, RISK_OFF: CloudRain, PANIC: CloudLightning };

/** A regime by its word and its weather; the colour only repeats them. */
export function RegimeMark({ regime }: { readonly regime: string }) {
  if (!isRegime(regime)) return <Badge>{regime}</Badge>;
  const Icon = ICONS[regime];
  const { tone, word } = REGIME_WORDS[regime];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {word}
    </Badge>
  );
}
