import type { Metadata } from "next";
import { MarketListScreen } from "../../../../features/market/market-list-screen.tsx";

export const metadata: Metadata = { title: "Markets" };

export default function MarketsPage() {
  return <MarketListScreen />;
}
