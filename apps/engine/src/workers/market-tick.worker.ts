import { marketTick } from "@ballast/jobs/catalog";
import { consume, type Consumer, type ConsumeOptions } from "@ballast/jobs/consume";
import type { EnginePorts } from "../ports/engine-ports.ts";
import { tickMarket } from "../usecases/market/tick-market.ts";

export function consumeMarketTick(ports: EnginePorts, options: ConsumeOptions): Consumer {
  return consume(marketTick, options, (payload) => tickMarket(ports, payload));
}
