import { CATALOGUE } from "./catalogue.ts";
import type { Setting, SettingGroup } from "./setting.ts";

const WIDTH = 118;

/** The text of .env.example: every setting with its doc and default, commented out, since all of them may stay as they are. */
export function renderEnvExample(): string {
  const head = [
    "# Every setting of Ballast. None is needed: copy this file to .env and uncomment what should differ.",
    "# Made from packages/config/src/catalogue.ts by `npm run generate:env`; edit it there.",
  ];
  const groups = Object.values<SettingGroup>(CATALOGUE).map(renderGroup);
  return `${[head.join("\n"), ...groups].join("\n\n")}\n`;
}

function renderGroup({ title, settings }: SettingGroup): string {
  return [`# == ${title}`, ...Object.values(settings).map(renderSetting)].join("\n\n");
}

function renderSetting(setting: Setting): string {
  const doc = wrap(setting.doc, WIDTH - 2).map((line) => `# ${line}`);
  return [...doc, `#${setting.env}=${setting.default ?? ""}`].join("\n");
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
