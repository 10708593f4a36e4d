/** Address of an instrument's page within the workspace: `markets/synthetic/BTC-USD`. */
export function marketPath(marketKey: string, symbol: string): string {
  return `markets/${marketKey}/${symbol.replace("/", "-")}`;
}
