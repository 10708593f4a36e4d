import { z } from "zod";
import { permitted } from "../../permitted.ts";
import { changeOwnPassword } from "../../usecases/change-password.ts";

const anyPassword = z.string().min(1).max(200);

/** Sets the asker's own password and signs them out everywhere else. Wrong guesses count as failed sign-ins. */
export const changePassword = permitted("self.manage")
  .input(z.object({ currentPassword: anyPassword, newPassword: anyPassword }))
  .mutation(({ ctx, input }): Promise<{ readonly endedSessions: number }> => changeOwnPassword(ctx, input));
