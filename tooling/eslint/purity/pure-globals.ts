import type { TSESTree } from "@typescript-eslint/utils";
import { createRule } from "../create-rule.ts";
import { globalReferences } from "../global-references.ts";

/**
 * What core may reach without importing it: the part of ECMAScript whose results depend on the
 * arguments alone. An allow list, so that whatever a new runtime adds is refused until it is read.
 * `Math` is here because pure-math reads it more closely.
 */
// prettier-ignore
const DETERMINISTIC = new Set([
  "Array", "ArrayBuffer", "BigInt", "BigInt64Array", "BigUint64Array", "Boolean", "DataView", "Error", "Float32Array",
  "Float64Array", "Infinity", "Int16Array", "Int32Array", "Int8Array", "Iterator", "JSON", "Map", "Math", "NaN", "Number",
  "Object", "RangeError", "RegExp", "Set", "String", "Symbol", "SyntaxError", "TextDecoder", "TextEncoder", "TypeError",
  "Uint16Array", "Uint32Array", "Uint8Array", "Uint8ClampedArray", "WeakMap", "WeakSet", "isFinite", "isNaN", "parseFloat",
  "parseInt", "structuredClone", "undefined",
]);

/** Types that promise a clock or a wait; other types vanish before anything runs. */
const IMPURE_TYPES = new Set(["AsyncGenerator", "AsyncIterable", "AsyncIterator", "Date", "Function", "Promise", "PromiseLike", "WeakRef"]);

export const pureGlobals = createRule({
  name: "pure-globals",
  meta: {
    type: "problem",
    docs: { description: "Core reaches no clock, chance, environment, locale or collector." },
    messages: {
      impure: "core is pure: take what `{{name}}` would give as an argument.",
      ambient: "core declares nothing that others define: an ambient name is a global by another way.",
    },
    schema: [],
  },
  create: (context) => ({
    Program() {
      for (const reference of globalReferences(context.sourceCode)) {
        const { name } = reference.identifier;
        if (typeof name !== "string") continue;
        const isAllowed = reference.isValueReference ? DETERMINISTIC.has(name) : !IMPURE_TYPES.has(name);
        if (!isAllowed) context.report({ node: reference.identifier, messageId: "impure", data: { name } });
      }
    },
    ":matches(VariableDeclaration, TSDeclareFunction, ClassDeclaration, TSModuleDeclaration)[declare=true]"(node: TSESTree.Node) {
      context.report({ node, messageId: "ambient" });
    },
    MetaProperty(node) {
      if (node.meta.name === "import") context.report({ node, messageId: "impure", data: { name: "import.meta" } });
    },
  }),
});
