import type { RouterOutputs } from "../../server/routers/app-router.ts";

/** What the server answers, as it arrives: JSON leaves out what is undefined, so such a field is absent here. */
export type WorkspaceStatus = RouterOutputs["workspace"]["status"];
export type Halt = WorkspaceStatus["halts"][number];
export type Incident = WorkspaceStatus["incidents"][number];
export type MarketClock = NonNullable<WorkspaceStatus["market"]>;
export type WindowState = NonNullable<WorkspaceStatus["window"]>;

export type OverviewSummary = RouterOutputs["overview"]["summary"];
export type CurrencySummary = OverviewSummary["currencies"][number];
export type WaitingItem = OverviewSummary["waiting"][number];

export type AccountRow = RouterOutputs["account"]["list"]["items"][number];
export type AccountOptions = RouterOutputs["account"]["options"];
export type AccountDetail = RouterOutputs["account"]["byId"];
export type Holding = AccountDetail["holdings"][number];
export type Lot = Holding["lots"][number];
export type OrderRow = RouterOutputs["account"]["orders"]["items"][number];
export type FillRow = RouterOutputs["account"]["fills"]["items"][number];
export type AccountPnl = RouterOutputs["account"]["pnl"];
export type RealisedRow = AccountPnl["byInstrument"][number];

export type ParityState = NonNullable<RouterOutputs["account"]["parity"]>;
export type ParityReportView = NonNullable<ParityState["report"]>;
export type ParityRowView = ParityReportView["rows"][number];

export type DecisionRow = RouterOutputs["decision"]["list"]["items"][number];
export type ReceiptView = RouterOutputs["decision"]["byKey"];
export type FactView = ReceiptView["facts"][number];
export type RefusalView = ReceiptView["refusalList"][number];
export type IntentView = ReceiptView["intentList"][number];
export type NamedValue = FactView["values"][number];

export type ReplayState = RouterOutputs["decision"]["replay"];

export type MarketView = RouterOutputs["market"]["list"][number];
export type MarketInstrument = MarketView["instruments"][number];
export type Candle = RouterOutputs["market"]["candles"]["candles"][number];
export type MarketOverlay = RouterOutputs["market"]["overlay"];

export type RegimeHistory = RouterOutputs["strategy"]["regime"];
export type RegimePoint = RegimeHistory["points"][number];
export type RegimeChange = RegimeHistory["changes"][number];
export type RegimeReliability = RouterOutputs["strategy"]["regimeReliability"];
export type SettingsInUse = RouterOutputs["strategy"]["settings"][number];
export type CampaignRow = RouterOutputs["strategy"]["campaigns"]["items"][number];
export type CampaignTransition = RouterOutputs["strategy"]["transitions"]["items"][number];

export type AccountStanding = RouterOutputs["halt"]["standings"]["items"][number];
export type HaltDrill = RouterOutputs["halt"]["drills"]["items"][number];

export type ProfileSummary = RouterOutputs["profile"]["list"][number];
export type ProfileVersion = RouterOutputs["profile"]["versions"]["items"][number];
export type WrittenProfile = NonNullable<ProfileVersion["written"]>;
export type ProfileChange = RouterOutputs["profile"]["diff"][number];
export type ProfileFault = RouterOutputs["profile"]["check"]["faults"][number];
export type RaiseRequest = RouterOutputs["profile"]["raises"][number];
export type WhatIfState = RouterOutputs["profile"]["whatIf"];

export type StudyRow = RouterOutputs["lab"]["list"]["items"][number];
export type StudyDetail = RouterOutputs["lab"]["byId"];
export type StudyResultView = NonNullable<StudyDetail["result"]>;
export type BacktestResultView = Extract<StudyResultView, { readonly kind: "backtest" }>;
export type SweepResultView = Extract<StudyResultView, { readonly kind: "sweep" }>;
export type WalkForwardResultView = Extract<StudyResultView, { readonly kind: "walk-forward" }>;
export type ReportView = BacktestResultView["report"];
export type TradeView = ReportView["trades"][number];
export type CoverageView = StudyDetail["coverage"][number];
export type HoldoutView = StudyDetail["holdouts"][number];
export type StudyCheckView = RouterOutputs["lab"]["check"];
export type DatasetView = RouterOutputs["lab"]["datasets"][number];
export type ComparedView = RouterOutputs["lab"]["compare"][number];
export type TrialDatasetView = RouterOutputs["lab"]["ledger"]["datasets"][number];
export type TrialView = RouterOutputs["lab"]["trials"]["items"][number];
