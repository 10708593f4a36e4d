import type { Metadata } from "next";
import { AccountScreen } from "../../../../../features/account/account-screen.tsx";

export const metadata: Metadata = { title: "Account" };

type AccountPageProps = { readonly params: Promise<{ readonly accountId: string }> };

export default async function AccountPage({ params }: AccountPageProps) {
  const { accountId } = await params;
  return <AccountScreen accountId={accountId} />;
}
