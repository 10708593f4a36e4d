import type { Metadata } from "next";
import { AccountListScreen } from "../../../../features/account/account-list-screen.tsx";

export const metadata: Metadata = { title: "Accounts" };

export default function AccountsPage() {
  return <AccountListScreen />;
}
