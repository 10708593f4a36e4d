/** What takes letters for itself: fields, and whatever lies over the page and asks something. The panel beside a list does not. */
const OWNS_LETTERS = [
  "input",
  "textarea",
  "select",
  "[contenteditable]:not([contenteditable=false])",
  "[role=menu]",
  "[role=listbox]",
  "[role=dialog]:not([data-side-panel])",
  "[role=alertdialog]",
].join(",");

/** What Enter acts on by itself. */
const OWNS_ENTER = "a, button, summary, [role=button], [role=tab], [role=switch]";

/** Whether a letter typed here means something else than a shortcut of the page. */
export function ownsLetters(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(OWNS_LETTERS) !== null;
}

/** Whether Enter pressed here already does something. */
export function ownsEnter(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(OWNS_ENTER) !== null;
}

/** Whether a key comes with one that makes it a command of the browser or the system. Shift is part of a letter. */
export function hasCommandKey(event: { readonly metaKey: boolean; readonly ctrlKey: boolean; readonly altKey: boolean }): boolean {
  return event.metaKey || event.ctrlKey || event.altKey;
}
