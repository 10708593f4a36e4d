import type { Metadata } from "next";
import { InvitationScreen } from "../../../features/invitation/invitation-screen.tsx";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

type InvitationPageProps = { readonly params: Promise<{ readonly token: string }> };

export default async function InvitationPage({ params }: InvitationPageProps) {
  const { token } = await params;
  return <InvitationScreen token={token} />;
}
