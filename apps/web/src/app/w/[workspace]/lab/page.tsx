import type { Metadata } from "next";
import { StudyListScreen } from "../../../../features/lab/study-list-screen.tsx";

export const metadata: Metadata = { title: "Backtests" };

export default function LabPage() {
  return <StudyListScreen />;
}
