import type { Metadata } from "next";
import { MarketScreen } from "../../../../../../features/market/market-screen.tsx";

type MarketPageProps = { readonly params: Promise<{ readonly marketKey: string; readonly instrument: string }> };

/** `BTC-USD` in the address is the canonical `BTC/USD`: no asset's code has a dash. */
function symbolOf(instrument: string): string {
  return decodeURIComponent(instrument).replace("-", "/");
}

export async function generateMetadata({ params }: MarketPageProps): Promise<Metadata> {
  return { title: symbolOf((await params).instrument) };
}

export default async function MarketPage({ params }: MarketPageProps) {
  const { marketKey, instrument } = await params;
  return <MarketScreen marketKey={marketKey} symbol={symbolOf(instrument)} />;
}
