import { pathFault } from "../names.ts";
import type { Check } from "./tree.ts";

/** Every file and folder is kebab-case and named by what it holds. */
export const checkNames: Check = (tree) =>
  [...tree.keys()].flatMap((file) => {
    const fault = pathFault(file);
    return fault === undefined ? [] : [{ file, line: 1, message: fault }];
  });
