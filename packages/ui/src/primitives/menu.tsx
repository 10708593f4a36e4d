"use client";

import * as Slot from "radix-ui/slot";
import { lazy, Suspense, useState, type ReactNode } from "react";

const loadMenu = () => import("./radix-menu.tsx").then((file) => ({ default: file.RadixMenu }));
const LazyMenu = lazy(loadMenu);

type MenuProps = { readonly trigger: ReactNode; readonly children: ReactNode; readonly align?: "start" | "end" };

/**
 * Acts or choices behind one button. Its entries are MenuItem, MenuCheck and MenuLabel; it opens in
 * place, within the region it acts on. Menus are a tenth of a page's script and most are never
 * opened: theirs comes when the pointer or the focus nears the button.
 */
export function Menu({ trigger, children, align = "end" }: MenuProps) {
  const [isWanted, setWanted] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const fetchAhead = (): void => void loadMenu();
  const open = (): void => {
    setWanted(true);
    setOpen(true);
  };
  const closed = (
    <Slot.Root aria-haspopup="menu" aria-expanded={isOpen} onPointerEnter={fetchAhead} onFocus={fetchAhead} onClick={open}>
      {trigger}
    </Slot.Root>
  );
  if (!isWanted) return closed;
  return (
    <Suspense fallback={closed}>
      <LazyMenu trigger={trigger} align={align} isOpen={isOpen} onOpenChange={setOpen}>
        {children}
      </LazyMenu>
    </Suspense>
  );
}
