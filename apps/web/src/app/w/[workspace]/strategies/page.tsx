import type { Metadata } from "next";
import { StrategiesScreen } from "../../../../features/strategies/strategies-screen.tsx";

export const metadata: Metadata = { title: "Strategies and campaigns" };

export default function StrategiesPage() {
  return <StrategiesScreen />;
}
