/** Values by key, the least recently used dropped first. Holds only what can be read again. */
export type BoundedCache<Value> = {
  readonly has: (key: string) => boolean;
  readonly getOrMake: (key: string, make: () => Value) => Value;
};

export function boundedCache<Value>(sizeMax: number): BoundedCache<Value> {
  const values = new Map<string, Value>();
  return {
    has: (key) => values.has(key),
    getOrMake: (key, make) => {
      const found = values.get(key) ?? make();
      values.delete(key);
      values.set(key, found);
      if (values.size > sizeMax) {
        const oldest = values.keys().next();
        if (oldest.done !== true) values.delete(oldest.value);
      }
      return found;
    },
  };
}
