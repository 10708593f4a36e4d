import type { Metadata } from "next";
import { NewStudyScreen } from "../../../../../features/lab/new-study-screen.tsx";

export const metadata: Metadata = { title: "New study" };

export default function NewStudyPage() {
  return <NewStudyScreen />;
}
