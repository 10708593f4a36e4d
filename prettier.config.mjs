/** Wide lines: a guard and its refusal stay on one, and a function's length counts thoughts. */
export default { printWidth: 140, objectWrap: "preserve" };
