"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Kbd } from "@ballast/ui/primitives/kbd";
import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";

/** Its script comes when it is first opened. */
const CommandPalette = dynamic(() => import("./command-palette.tsx").then((file) => file.CommandPalette), { ssr: false });

/** Opens the palette: by click, or by ⌘K or Ctrl K from anywhere. */
export function PaletteButton({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen((before) => !before);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return (
    <>
      <Button
        tone="quiet"
        onClick={() => setOpen(true)}
        title="Search and commands"
        aria-keyshortcuts="Meta+K Control+K"
        className="max-sm:hidden"
      >
        <Search aria-hidden="true" />
        <span className="sr-only">Search and commands</span>
        <span className="hidden lg:inline">
          <Kbd>⌘K</Kbd>
        </span>
      </Button>
      {isOpen && <CommandPalette onClose={() => setOpen(false)} onShortcuts={onShortcuts} />}
    </>
  );
}
