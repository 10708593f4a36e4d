import type { Metadata } from "next";
import { SetupScreen } from "../../features/setup/setup-screen.tsx";

export const metadata: Metadata = { title: "Set up" };

export default function SetupPage() {
  return <SetupScreen />;
}
