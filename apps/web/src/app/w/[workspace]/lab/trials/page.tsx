import type { Metadata } from "next";
import { LedgerScreen } from "../../../../../features/lab/ledger-screen.tsx";

export const metadata: Metadata = { title: "Trials and holdouts" };

export default function TrialsPage() {
  return <LedgerScreen />;
}
