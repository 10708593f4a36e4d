/** The larger of two of a kind, the first where they are equal. */
export function larger<T extends number | bigint>(left: T, right: T): T {
  return right > left ? right : left;
}

/** The smaller of two of a kind, the first where they are equal. */
export function smaller<T extends number | bigint>(left: T, right: T): T {
  return right < left ? right : left;
}
