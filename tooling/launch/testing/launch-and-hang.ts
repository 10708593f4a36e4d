import { SupervisedChild } from "../supervised-child.ts";
import { childPlan } from "./child-plan.ts";

// A launcher in miniature: brings one child up, tells its id and waits to be killed.
const [, , port = "", folder = "", mood = ""] = process.argv;
const nothing = (): void => undefined;
const child = new SupervisedChild(childPlan({ port: Number(port), folder, mood }), { say: nothing, onRestart: nothing, onLost: nothing });
process.stdout.write(`${await child.start()}\n`);
setInterval(nothing, 1_000);
