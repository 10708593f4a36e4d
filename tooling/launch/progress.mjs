const SILENT_MS = 2_000;
const TOLD_EVERY_MS = 5_000;

/**
 * One line to the person who waits.
 * @param {string} line
 */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * Does a step of the way up. What takes longer than two seconds is announced, and its seconds are counted.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const beganMs = Date.now();
  const seconds = () => Math.round((Date.now() - beganMs) / 1_000);
  /** @type {NodeJS.Timeout | undefined} */
  let teller;
  const announcer = setTimeout(() => {
    say(`${title} (${seconds()} s)`);
    teller = setInterval(() => say(`${title} (${seconds()} s)`), TOLD_EVERY_MS);
  }, SILENT_MS);
  try {
    const answer = await work();
    if (teller) say(`${title}: done in ${seconds()} s`);
    return answer;
  } finally {
    clearTimeout(announcer);
    clearInterval(teller);
  }
}
