import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ReceiptScreen } from "../../../../../../features/receipt/receipt-screen.tsx";

export const metadata: Metadata = { title: "Decision" };

type ReceiptPageProps = {
  readonly params: Promise<{ readonly accountId: string; readonly receiptSeq: string }>;
  readonly searchParams: Promise<{ readonly run?: string | string[] }>;
};

export default async function ReceiptPage({ params, searchParams }: ReceiptPageProps) {
  const { accountId, receiptSeq } = await params;
  const { run } = await searchParams;
  if (!/^\d{1,15}$/.test(receiptSeq)) notFound();
  return <ReceiptScreen accountId={accountId} receiptSeq={Number(receiptSeq)} runId={typeof run === "string" ? run : undefined} />;
}
