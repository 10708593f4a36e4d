import type { Metadata } from "next";
import { SessionsScreen } from "../../../../features/members/sessions-screen.tsx";

export const metadata: Metadata = { title: "Your sessions" };

export default function SessionsPage() {
  return <SessionsScreen />;
}
