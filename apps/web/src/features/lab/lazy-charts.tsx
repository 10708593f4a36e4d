"use client";

import { Skeleton } from "@ballast/ui/primitives/skeleton";
import dynamic from "next/dynamic";

const loading = () => <Skeleton className="size-full" />;

/** Recharts is most of a page's script: it comes only where a curve is shown. */
export const LazyLineChart = dynamic(() => import("@ballast/ui/charts/line-chart").then((file) => file.LineChart), { ssr: false, loading });

/** The candles' library comes with the first trade that is opened. */
export const LazyCandleChart = dynamic(() => import("@ballast/ui/charts/candle-chart").then((file) => file.CandleChart), {
  ssr: false,
  loading,
});
