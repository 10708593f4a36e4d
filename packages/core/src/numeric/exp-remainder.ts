const P1 = 0.16666666666666602;
const P2 = -0.0027777777777015593;
const P3 = 0.00006613756321437934;
const P4 = -0.0000016533902205465252;
const P5 = 4.1381367970572385e-8;

/** r − r²·P(r²), the Remez polynomial of FDLIBM's e_exp.c and e_pow.c for |r| ≤ ½ ln 2. */
export function expRemainder(r: number): number {
  const t = r * r;
  return r - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
}
