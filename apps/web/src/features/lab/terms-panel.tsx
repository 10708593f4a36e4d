import { Copyable } from "@ballast/ui/primitives/copyable";
import { Panel } from "@ballast/ui/primitives/panel";
import type { StudyDetail } from "../shell/answers.ts";
import { FactRows } from "./fact-rows.tsx";
import { periodText } from "./study-words.ts";
import { termRows } from "./term-words.ts";

/** What was asked, word by word, and the hashes that say whether two results are of the same bars and terms. */
export function TermsPanel({ study }: { readonly study: StudyDetail }) {
  const terms = termRows(study.terms).map(([label, value]) => ({ label, value }));
  return (
    <Panel title="Terms" note="the same terms over the same bars give the same result">
      <FactRows
        rows={[
          { label: "Period", value: periodText(study) },
          ...terms,
          { label: "Fills", value: study.fills },
          { label: "Hash of the terms", value: <Copyable text={study.specHash} label="hash of the terms" isShortened /> },
          { label: "Hash of the dataset", value: <Copyable text={study.datasetHash} label="hash of the dataset" isShortened /> },
          { label: "Hash of the bars", value: <Copyable text={study.barsHash} label="hash of the bars" isShortened /> },
        ]}
      />
    </Panel>
  );
}
