import { studySpecSchema, type StudySpec } from "@ballast/core/backtest/study-spec";
import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import { announce } from "./announce.ts";
import { checkStudy } from "./check-study.ts";
import { recordAct } from "./record-act.ts";
import { writeCommand } from "./write-command.ts";

/** The terms that were said: JSON knows no undefined. */
const saidIn = (spec: StudySpec) =>
  Object.fromEntries(Object.entries(spec).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));

/** Asks the engine for a study; the first thing that is wrong refuses it here, with its field named, before any work. */
export async function askStudy(ctx: ActorContext, written: unknown): Promise<{ readonly commandId: string }> {
  const { faults } = await checkStudy(ctx.tx, written);
  const [fault] = faults;
  if (fault !== undefined) throw new TRPCError({ code: "BAD_REQUEST", message: `${fault.field}: ${fault.message}` });
  const spec = studySpecSchema.parse(written);
  const commandId = await writeCommand(ctx, { kind: "study.request", payload: saidIn(spec) });
  const { kind, title, source, instruments } = spec;
  const facts = { commandId, kind, title, source, instruments: instruments.join(" ") };
  await recordAct(ctx, { act: "lab.request", subject: commandId, facts });
  await announce(ctx, ["commands"]);
  return { commandId };
}
