// The page of a compilation: asks every two seconds for its moving part and shows it; stops when the work is done.
// Those who listen hear one sentence at most every ten seconds. Without this script the page has a refresh link.

const job = document.getElementById("job");
const said = document.getElementById("job-said");
const EVERY = 2000;
const SAY_EVERY = 10000;
let lastSaid = 0;
let failures = 0;

function state() {
  return job.firstElementChild.dataset;
}

function say(force) {
  const now = Date.now();
  if (!force && now - lastSaid < SAY_EVERY) return;
  if (said.textContent === state().said) return;
  said.textContent = state().said;
  lastSaid = now;
}

async function refresh() {
  try {
    const answer = await fetch(job.dataset.url, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.status);
    const focused = document.activeElement?.closest("#job") ? document.activeElement.id : "";
    const scrolled = job.querySelector(".scroll")?.scrollLeft ?? 0;
    job.innerHTML = await answer.text();
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    const table = job.querySelector(".scroll");
    if (table) table.scrollLeft = scrolled;
    failures = 0;
  } catch {
    failures += 1;
  }
  if (state().running === "yes" && failures < 30) {
    say(false);
    setTimeout(refresh, EVERY * (1 + failures));
  } else {
    say(true);
  }
}

if (job && state().running === "yes") {
  const link = document.getElementById("job-refresh");
  if (link) link.hidden = true;
  setTimeout(refresh, EVERY);
}
