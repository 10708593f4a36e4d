import type { Metadata } from "next";
import { TearsheetScreen } from "../../../../../../features/lab/tearsheet-screen.tsx";

export const metadata: Metadata = { title: "Tearsheet" };

type TearsheetPageProps = { readonly params: Promise<{ readonly studyId: string }> };

export default async function TearsheetPage({ params }: TearsheetPageProps) {
  const { studyId } = await params;
  return <TearsheetScreen studyId={studyId} />;
}
