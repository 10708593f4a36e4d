import { Button } from "@ballast/ui/primitives/button";
import { Entrance } from "../features/sign-in/entrance.tsx";

/** Outside every workspace: nobody is known here, so the way on leads wherever the visitor belongs. */
export default function NotFound() {
  return (
    <Entrance title="There is no such page" lead="The address may be old or mistyped. Nothing was changed.">
      <nav aria-label="Ways on" className="flex flex-wrap gap-2">
        <Button asChild tone="primary">
          <a href="/api/enter">Go to your workspace</a>
        </Button>
        <Button asChild>
          <a href="/sign-in">Sign in</a>
        </Button>
      </nav>
    </Entrance>
  );
}
