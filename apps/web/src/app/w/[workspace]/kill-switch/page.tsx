import type { Metadata } from "next";
import { KillSwitchScreen } from "../../../../features/kill-switch/kill-switch-screen.tsx";

export const metadata: Metadata = { title: "Kill switch" };

export default function KillSwitchPage() {
  return <KillSwitchScreen />;
}
