// The pages of the programme: stars without reloading, the visitor's own clock, what is on now, reading offline.
// Everything here has a plain form or link behind it, which works without this script.

import { keepStars, watchStars } from "./stars.js";
import { watchClock, watchNow } from "./clock.js";
import { isCopy, showCopy, startWorker } from "./copy.js";

const page = document.getElementById("programme");

if (page) {
  if (isCopy()) {
    showCopy(page);
  } else {
    keepStars(page);
    watchStars(page);
    watchClock();
    startWorker(page);
  }
  watchNow(page);
}
