/** Repeats `renew` while work lasts, so that what is long is not taken for dead. */
export async function keepHold<T>(everyMs: number, renew: () => Promise<unknown>, work: () => Promise<T>): Promise<T> {
  // A renewal that fails costs at worst the hold, and what two workers compute is stored once.
  const timer = setInterval(() => void renew().catch(() => undefined), everyMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
