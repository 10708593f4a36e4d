import { z } from "zod";
import type { ProfileVersion } from "../../contract/profile.ts";
import type { Page } from "../../contract/money.ts";
import { permitted } from "../../permitted.ts";
import { listVersions } from "../../queries/profiles.ts";
import { pageOf, readCursor } from "../../queries/page.ts";
import { cursor, key, pageLimit } from "../input.ts";

/** Newest first. */
export const versions = permitted("profile.read")
  .input(z.object({ key, limit: pageLimit, cursor }))
  .query(async ({ ctx, input }): Promise<Page<ProfileVersion>> => {
    const [before] = readCursor(input.cursor, 1) ?? [];
    const rows = await listVersions(ctx.tx, { key: input.key, before, limit: input.limit + 1 });
    return pageOf(rows, { limit: input.limit, item: (row) => row, key: ({ version }) => [version] });
  });
