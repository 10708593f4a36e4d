/** Height of a row in every table; the skeletons and the virtual rows count on it. */
export const ROW_PX = 32;
