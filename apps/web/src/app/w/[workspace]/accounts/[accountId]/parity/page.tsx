import type { Metadata } from "next";
import { ParityScreen } from "../../../../../../features/parity/parity-screen.tsx";

export const metadata: Metadata = { title: "Parity" };

type ParityPageProps = { readonly params: Promise<{ readonly accountId: string }> };

export default async function ParityPage({ params }: ParityPageProps) {
  const { accountId } = await params;
  return <ParityScreen accountId={accountId} />;
}
