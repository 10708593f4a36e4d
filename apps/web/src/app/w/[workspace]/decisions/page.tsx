import type { Metadata } from "next";
import { DecisionListScreen } from "../../../../features/decisions/decision-list-screen.tsx";

export const metadata: Metadata = { title: "Decisions" };

export default function DecisionsPage() {
  return <DecisionListScreen />;
}
