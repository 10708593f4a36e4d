import type { RouterInputs } from "../../server/routers/app-router.ts";

/** What a halt reaches, as the server asks for it. */
export type HaltTarget = RouterInputs["halt"]["set"]["target"];
