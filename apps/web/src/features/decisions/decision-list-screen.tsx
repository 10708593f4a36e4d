"use client";

import { DataTable } from "@ballast/ui/primitives/data-table";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Kbd } from "@ballast/ui/primitives/kbd";
import { formatUtc } from "@ballast/ui/format/time";
import { NewRowsChip } from "@ballast/ui/primitives/new-rows-chip";
import { Panel } from "@ballast/ui/primitives/panel";
import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import { Activity } from "lucide-react";
import dynamic from "next/dynamic";
import { MoreRows } from "../shell/more-rows.tsx";
import { PageHeader } from "../shell/page-header.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { useAddress } from "../shell/use-address.ts";
import { DECISION_COLUMNS } from "./decision-columns.tsx";
import { DecisionFilterBar } from "./decision-filter-bar.tsx";
import { readFilters } from "./decision-filters.ts";
import { decisionKey } from "./decision-key.ts";
import { useDecisions } from "./use-decisions.ts";

/** A receipt is half of what this page could load, and comes with the first that is opened. */
const ReceiptPanel = dynamic(() => import("../receipt/receipt-panel.tsx").then((file) => file.ReceiptPanel), { ssr: false });

/** Every decision of every account, the ones to do nothing and the skipped ones too, each with its reason. */
export function DecisionListScreen() {
  const address = useAddress();
  const filters = readFilters(address.read);
  const { pages, rows, searchedToMs, newCount, showNew } = useDecisions(filters);
  const open = address.read("open");
  const hasFilter = Object.keys(filters).length > 0;
  const state = (
    <>
      Every slot that comes up leaves a receipt<span className="max-md:hidden">, also one that is skipped or does nothing</span>.
      <span className="ml-2 hidden md:inline">
        <Kbd>j</Kbd> <Kbd>k</Kbd> move, <Kbd>↵</Kbd> opens, <Kbd>?</Kbd> lists all keys
      </span>
    </>
  );
  return (
    <>
      <PageHeader title="Decisions" state={state} />
      <Panel isFlush className="relative">
        <NewRowsChip count={newCount} onShow={showNew} />
        <QueryView
          query={{ data: rows, error: pages.error, refetch: pages.refetch }}
          what="The decisions"
          loading={<SkeletonRows count={16} label="Decisions on their way" />}
        >
          {(all) => (
            <DataTable
              caption="Decisions"
              isMain
              columns={DECISION_COLUMNS}
              rows={all}
              rowKey={decisionKey}
              listKey={JSON.stringify(filters)}
              {...(open === undefined ? {} : { selectedKey: open })}
              onOpen={(row) => address.push({ open: decisionKey(row) })}
              isStale={pages.isPlaceholderData}
              toolbar={<DecisionFilterBar filters={filters} address={address} />}
              empty={
                hasFilter ? (
                  <EmptyState title="No decision fits these filters">
                    {searchedToMs === undefined
                      ? "Take one away, or wait for the next close."
                      : "None up to where the search has come. Search further back, or take a filter away."}
                  </EmptyState>
                ) : (
                  <EmptyState icon={<Activity aria-hidden="true" />} title="No decision yet">
                    The first comes with the next close of an account’s market.
                  </EmptyState>
                )
              }
              footer={
                <>
                  {searchedToMs !== undefined && (
                    <p role="status" className="border-t border-line px-3 pt-2 text-center text-12 text-ink-muted">
                      Searched back to {formatUtc(searchedToMs)} UTC.
                    </p>
                  )}
                  <MoreRows query={pages} words={searchedToMs === undefined ? "Show older" : "Search further back"} />
                </>
              }
            />
          )}
        </QueryView>
      </Panel>
      {open !== undefined && <ReceiptPanel receiptKey={open} onClose={() => address.replace({ open: undefined })} />}
    </>
  );
}
