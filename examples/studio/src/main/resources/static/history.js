const RESULTS = 'studio.results';
const PRICES = 'studio.prices';
const MAX_RESULTS = 20;

/** What was spoken before, as the browser's storage keeps it: the newest first. */
export function earlier() {
  return read(RESULTS, []);
}

/** Keeps what was spoken; what there is no room for is forgotten, the oldest first. */
export function keep(entries) {
  const kept = entries.slice(0, MAX_RESULTS);
  while (kept.length) {
    try {
      localStorage.setItem(RESULTS, JSON.stringify(kept));
      return;
    } catch {
      kept.pop();
    }
  }
  localStorage.removeItem(RESULTS);
}

/**
 * Remembers what a text has cost.
 *
 * @param {string} service who has spoken
 */
export function learnPrice(service, characters, cost) {
  const prices = read(PRICES, {});
  const {characters: before = 0, cost: paid = 0} = prices[service] ?? {};
  prices[service] = {characters: before + characters, cost: paid + cost};
  try {
    localStorage.setItem(PRICES, JSON.stringify(prices));
  } catch {
    // Without room, the price stays unknown.
  }
}

/** What a character has cost so far, in USD; undefined if nothing was spoken. */
export function priceOfCharacter(service) {
  const price = read(PRICES, {})[service];
  return price && price.characters ? price.cost / price.characters : undefined;
}

function read(key, byDefault) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? byDefault;
  } catch {
    return byDefault;
  }
}
