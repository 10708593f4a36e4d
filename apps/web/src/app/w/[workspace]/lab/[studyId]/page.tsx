import type { Metadata } from "next";
import { StudyScreen } from "../../../../../features/lab/study-screen.tsx";

export const metadata: Metadata = { title: "Study" };

type StudyPageProps = { readonly params: Promise<{ readonly studyId: string }> };

export default async function StudyPage({ params }: StudyPageProps) {
  const { studyId } = await params;
  return <StudyScreen studyId={studyId} />;
}
