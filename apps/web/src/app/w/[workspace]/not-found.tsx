import { MissingState } from "../../../features/shell/missing-state.tsx";

/** The frame stays: halting and every section remain in reach. */
export default function WorkspaceNotFound() {
  return (
    <>
      <h1 className="sr-only">There is no such page</h1>
      <MissingState title="There is no such page">
        The address may be old or mistyped, or the page may have another name by now.
      </MissingState>
    </>
  );
}
