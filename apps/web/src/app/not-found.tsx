import { Button } from "@ballast/ui/primitives/button";
import { EmptyState } from "@ballast/ui/primitives/empty-state";

export default function NotFound() {
  return (
    <main>
      <EmptyState
        title="There is no such page"
        action={
          <Button asChild>
            <a href="/api/enter">Go to the overview</a>
          </Button>
        }
      >
        The address may be old, or belong to another workspace.
      </EmptyState>
    </main>
  );
}
