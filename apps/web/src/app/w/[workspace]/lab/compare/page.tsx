import type { Metadata } from "next";
import { CompareScreen } from "../../../../../features/lab/compare-screen.tsx";

export const metadata: Metadata = { title: "Compare studies" };

export default function ComparePage() {
  return <CompareScreen />;
}
