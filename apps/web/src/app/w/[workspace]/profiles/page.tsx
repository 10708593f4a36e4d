import type { Metadata } from "next";
import { ProfilesScreen } from "../../../../features/profiles/profiles-screen.tsx";

export const metadata: Metadata = { title: "Risk profiles" };

export default function ProfilesPage() {
  return <ProfilesScreen />;
}
