export type Shortcut = { readonly keys: readonly string[]; readonly meaning: string };
export type ShortcutGroup = { readonly title: string; readonly shortcuts: readonly Shortcut[] };

/** Every key that does something, as the shortcuts dialog lists them. */
export const SHORTCUT_GROUPS: readonly ShortcutGroup[] = [
  {
    title: "Anywhere",
    shortcuts: [
      { keys: ["⌘K", "Ctrl K"], meaning: "Search and commands" },
      { keys: ["?"], meaning: "These shortcuts" },
      { keys: ["Esc"], meaning: "Close what is open" },
    ],
  },
  {
    title: "In the list of a page",
    shortcuts: [
      { keys: ["j", "k"], meaning: "Go to the list, then to its next or previous row" },
      { keys: ["↵"], meaning: "Open the row" },
    ],
  },
  {
    title: "On a row",
    shortcuts: [
      { keys: ["↓", "↑"], meaning: "Next or previous row" },
      { keys: ["Home", "End"], meaning: "First or last row" },
    ],
  },
];
