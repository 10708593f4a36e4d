type ChoiceChipsProps = {
  readonly label: string;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly about?: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
};

/** Several of a few that are all in sight. Boxes in truth, so that a keyboard and a screen reader tick them. */
export function ChoiceChips({ label, choices, chosen, onChange }: ChoiceChipsProps) {
  return (
    <div role="group" aria-label={label} className="flex max-h-40 flex-wrap gap-1.5 overflow-y-auto">
      {choices.map(({ value, label: words, about }) => {
        const isChosen = chosen.includes(value);
        return (
          <label
            key={value}
            title={about}
            className="relative flex h-7 items-center gap-1.5 rounded border border-line-strong/60 bg-surface px-2 text-13 hover:bg-hover has-checked:border-accent-solid has-checked:bg-sunken pointer-coarse:h-9"
          >
            <input
              type="checkbox"
              className="size-3.5 accent-(--accent-solid)"
              checked={isChosen}
              onChange={() => onChange(isChosen ? chosen.filter((one) => one !== value) : [...chosen, value])}
            />
            {words}
          </label>
        );
      })}
    </div>
  );
}
