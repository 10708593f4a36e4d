declare const law: { readonly forbidden: readonly { readonly name: string; readonly comment: string }[] };
export = law;
