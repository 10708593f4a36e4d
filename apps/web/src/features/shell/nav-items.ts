import {
  Activity,
  CandlestickChart,
  FlaskConical,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  OctagonPause,
  ShieldCheck,
  Users,
  Wallet,
  Workflow,
} from "lucide-react";
import type { PendingApprovals } from "../../server/contract/pending.ts";
import type { Permission } from "../../server/permissions.ts";

export type NavItem = {
  readonly path: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** What a role may not see is not shown. */
  readonly permission: Permission;
  /** Stands in the bar at the foot of a phone, where there is room for four; the others are behind its fifth place. */
  readonly isOnPhone: boolean;
  /** Which undecided approvals are decided there. */
  readonly pending?: keyof PendingApprovals;
};

/** The sections that exist, in groups as the rail shows them. */
export const NAV_GROUPS: readonly (readonly NavItem[])[] = [
  [
    { path: "overview", label: "Overview", icon: LayoutDashboard, permission: "workspace.read", isOnPhone: true },
    { path: "accounts", label: "Accounts", icon: Wallet, permission: "account.read", isOnPhone: true },
    { path: "decisions", label: "Decisions", icon: Activity, permission: "decision.read", isOnPhone: true },
    { path: "markets", label: "Markets", icon: CandlestickChart, permission: "market.read", isOnPhone: true },
  ],
  [
    { path: "strategies", label: "Strategies", icon: Workflow, permission: "account.read", isOnPhone: false },
    { path: "profiles", label: "Risk profiles", icon: ShieldCheck, permission: "profile.read", isOnPhone: false, pending: "raises" },
    { path: "lab", label: "Backtests", icon: FlaskConical, permission: "lab.read", isOnPhone: false },
  ],
  [
    { path: "kill-switch", label: "Kill switch", icon: OctagonPause, permission: "halt.read", isOnPhone: false, pending: "releases" },
    { path: "members", label: "Members", icon: Users, permission: "member.read", isOnPhone: false, pending: "roles" },
    { path: "sessions", label: "Sessions", icon: KeyRound, permission: "self.read", isOnPhone: false },
  ],
];
