import { useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";

/** After any change of members the list is read again, also where the change was refused: someone else was faster. */
export function useMemberChange(): { readonly workspaceId: string; readonly onSettled: () => Promise<void> } {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { workspace } = useWorkspace();
  return { workspaceId: workspace.id, onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.member.list.pathKey() }) };
}
