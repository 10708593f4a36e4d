import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { router } from "../trpc.ts";
import { byId as accountById } from "./account/by-id.ts";
import { create as createAccount } from "./account/create.ts";
import { equity } from "./account/equity.ts";
import { fills } from "./account/fills.ts";
import { list as listAccounts } from "./account/list.ts";
import { options } from "./account/options.ts";
import { orders } from "./account/orders.ts";
import { askParity, parity } from "./account/parity.ts";
import { pnl } from "./account/pnl.ts";
import { byId as commandById } from "./command/by-id.ts";
import { byKey } from "./decision/by-key.ts";
import { list as listDecisions } from "./decision/list.ts";
import { askReplay, replay } from "./decision/replay.ts";
import { symbols } from "./decision/symbols.ts";
import { consequence } from "./halt/consequence.ts";
import { drill } from "./halt/drill.ts";
import { drills } from "./halt/drills.ts";
import { list as listHalts } from "./halt/list.ts";
import { release } from "./halt/release.ts";
import { set } from "./halt/set.ts";
import { standings } from "./halt/standings.ts";
import { accept } from "./invitation/accept.ts";
import { preview } from "./invitation/preview.ts";
import { asked } from "./lab/asked.ts";
import { bars } from "./lab/bars.ts";
import { byId as studyById } from "./lab/by-id.ts";
import { cancel } from "./lab/cancel.ts";
import { check as checkStudy } from "./lab/check.ts";
import { compare } from "./lab/compare.ts";
import { datasets } from "./lab/datasets.ts";
import { declare, openOnce } from "./lab/holdout.ts";
import { ledger } from "./lab/ledger.ts";
import { list as listStudies } from "./lab/list.ts";
import { request } from "./lab/request.ts";
import { sweep } from "./lab/sweep.ts";
import { trials } from "./lab/trials.ts";
import { updates } from "./live/updates.ts";
import { candles } from "./market/candles.ts";
import { list as listMarkets } from "./market/list.ts";
import { overlay } from "./market/overlay.ts";
import { regimeChanges } from "./market/regime-changes.ts";
import { changeRole } from "./member/change-role.ts";
import { decideRole } from "./member/decide-role.ts";
import { invite } from "./member/invite.ts";
import { list as listMembers } from "./member/list.ts";
import { remove } from "./member/remove.ts";
import { revokeInvitation } from "./member/revoke-invitation.ts";
import { assign } from "./profile/assign.ts";
import { check } from "./profile/check.ts";
import { decideRaise } from "./profile/decide-raise.ts";
import { diff } from "./profile/diff.ts";
import { list as listProfiles } from "./profile/list.ts";
import { raises } from "./profile/raises.ts";
import { save } from "./profile/save.ts";
import { versions } from "./profile/versions.ts";
import { askWhatIf, whatIf } from "./profile/what-if.ts";
import { summary } from "./overview/summary.ts";
import { changePassword } from "./session/change-password.ts";
import { list as listSessions } from "./session/list.ts";
import { me } from "./session/me.ts";
import { revokeAll } from "./session/revoke-all.ts";
import { revoke } from "./session/revoke.ts";
import { create as createSetup } from "./setup/create.ts";
import { state } from "./setup/state.ts";
import { campaigns } from "./strategy/campaigns.ts";
import { regimeReliability } from "./strategy/regime-reliability.ts";
import { regime } from "./strategy/regime.ts";
import { settings } from "./strategy/settings.ts";
import { transitions } from "./strategy/transitions.ts";
import { pending } from "./workspace/pending.ts";
import { status } from "./workspace/status.ts";

/** Every procedure there is. `router.test.ts` walks it: none without `permitted` or `open`. */
export const appRouter = router({
  account: router({ list: listAccounts, byId: accountById, options, orders, fills, pnl, equity, parity, askParity, create: createAccount }),
  command: router({ byId: commandById }),
  decision: router({ list: listDecisions, byKey, symbols, askReplay, replay }),
  halt: router({ list: listHalts, set, release, consequence, standings, drill, drills }),
  invitation: router({ preview, accept }),
  lab: router({
    list: listStudies,
    byId: studyById,
    compare,
    sweep,
    bars,
    datasets,
    check: checkStudy,
    request,
    asked,
    cancel,
    ledger,
    trials,
    declareHoldout: declare,
    openHoldout: openOnce,
  }),
  live: router({ updates }),
  market: router({ list: listMarkets, candles, overlay, regimeChanges }),
  member: router({ list: listMembers, invite, revokeInvitation, changeRole, decideRole, remove }),
  overview: router({ summary }),
  profile: router({ list: listProfiles, versions, diff, check, save, assign, raises, decideRaise, askWhatIf, whatIf }),
  session: router({ me, list: listSessions, revoke, revokeAll, changePassword }),
  setup: router({ state, create: createSetup }),
  strategy: router({ settings, regime, regimeReliability, campaigns, transitions }),
  workspace: router({ status, pending }),
});

export type AppRouter = typeof appRouter;
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;
