// Doing a self-audit: every answer is saved when it is chosen, and kept on the device while the network is away.
// On the page of one statement all the others are fetched once, so that one goes on without a connection.
// Without this script each step is a form that is posted.

const form = document.querySelector("form[data-audit]");
const PAUSE = 800;
const AGAIN = [3000, 6000, 12000, 30000];

const store = {
  key: `audit-${form.dataset.audit}`,
  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? {};
    } catch {
      return {};
    }
  },
  write(answers) {
    try {
      if (Object.keys(answers).length) localStorage.setItem(this.key, JSON.stringify(answers));
      else localStorage.removeItem(this.key);
    } catch { /* no room on the device: the answers stay on the page */ }
  },
};

let unsent = store.read(); // key of an item -> {value, note}
let failures = 0;
let timer = 0;
let sending = null;
let isOver = false;

// -- saying how it stands ------------------------------------------------------------------------------------------

const status = () => document.querySelector("[data-status]");

function say(text, failed = false) {
  const line = status();
  line.classList.toggle("failed", failed);
  if (line.textContent !== text) line.textContent = text;
}

function progress(answered) {
  const total = Number(form.dataset.total);
  const line = document.querySelector("[data-progress]");
  const bar = document.querySelector("progress");
  const words = form.dataset.progressWords.replace("0000", answered);
  if (line) line.textContent = words;
  if (bar) {
    bar.value = answered;
    bar.max = total;
    bar.setAttribute("aria-label", words);
  }
}

// -- sending -------------------------------------------------------------------------------------------------------

function body(answers) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [item, { value, note }] of Object.entries(answers)) {
    data.set(`i${item}-value`, value);
    data.set(`i${item}-note`, note);
  }
  return data;
}

async function post() {
  const sent = structuredClone(unsent);
  const answer = await fetch(form.dataset.answers, {
    method: "POST", body: body(sent), headers: { Accept: "application/json" }, keepalive: true,
  });
  if (answer.status === 409) {
    isOver = true;
    unsent = {};
    store.write(unsent);
    say(form.dataset.over, true);
    return;
  }
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  const told = await answer.json();
  for (const [item, given] of Object.entries(sent)) {
    if (JSON.stringify(unsent[item]) === JSON.stringify(given)) delete unsent[item];
  }
  store.write(unsent);
  failures = 0;
  progress(told.answered);
  say(told.text);
}

/** Send what was not sent; whether the server has everything now. */
async function flush() {
  clearTimeout(timer);
  if (sending) await sending.catch(() => {});
  if (!Object.keys(unsent).length) return true;
  sending = post();
  try {
    await sending;
  } catch {
    say(form.dataset.kept, true);
    later(AGAIN[Math.min(failures, AGAIN.length - 1)]);
    failures += 1;
  } finally {
    sending = null;
  }
  return !Object.keys(unsent).length;
}

function later(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(flush, milliseconds);
}

// -- answers on the page -------------------------------------------------------------------------------------------

function told(place) {
  const chosen = place.querySelector('input[type="radio"]:checked');
  return chosen && { value: chosen.value, note: place.querySelector("textarea").value };
}

function changed(event) {
  const place = event.target.closest("[data-item]");
  if (!place || isOver) return;
  const answer = told(place);
  if (!answer) return; // a note alone waits for its answer
  unsent[place.dataset.item] = answer;
  store.write(unsent);
  if (!failures) later(event.type === "change" ? 0 : PAUSE);
}

/** Show what the device keeps and the server does not have yet. */
function restore(place) {
  const kept = unsent[place.dataset.item];
  if (!kept) return;
  const choice = place.querySelector(`input[type="radio"][value="${CSS.escape(kept.value)}"]`);
  if (choice) choice.checked = true;
  const note = place.querySelector("textarea");
  note.value = kept.note;
  if (kept.note) note.closest("details").open = true;
}

// -- one statement after the other, without asking the server for pages ------------------------------------------------

const places = new Map(); // number -> the element with the statement
let current = document.querySelector("[data-number]");

function address(number) {
  return location.pathname.replace(/\d+\/$/, `${number}/`);
}

async function fetchItems() {
  const answer = await fetch(form.dataset.items);
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const place of page.querySelectorAll("[data-number]")) {
    const number = Number(place.dataset.number);
    if (!places.has(number)) places.set(number, document.adoptNode(place));
    restore(places.get(number));
  }
}

function show(number, { push = true } = {}) {
  const place = places.get(number);
  current.replaceWith(place);
  current = place;
  const where = document.querySelector("[data-where]");
  const before = where.textContent;
  where.textContent = form.dataset.whereWords.replace("0000", number);
  document.title = document.title.replace(before, where.textContent);
  if (push) history.pushState({ number }, "", address(number));
  form.action = address(number);
  for (const link of document.querySelectorAll(".lang a[hreflang]")) link.href = link.href.replace(/\d+\/$/, `${number}/`);
  if (!Object.keys(unsent).length) say("");
  place.querySelector("h1").focus({ preventScroll: true });
  document.querySelector("[data-where]").scrollIntoView({ block: "start" });
}

async function submitted(event) {
  const button = event.submitter;
  if (isOver || button?.name === "switch_language") return;
  const isBack = button?.name === "previous";
  const answer = current && told(current);
  if (current && !answer && current.querySelector("textarea").value.trim()) return; // the server says what is wrong
  if (current && places.size > 1) {
    const number = Number(current.dataset.number) + (isBack ? -1 : 1);
    if (places.has(number)) {
      event.preventDefault();
      show(number);
      return;
    }
  }
  if (!current && !sending && !Object.keys(unsent).length) return; // nothing waits: the press goes on as it is
  event.preventDefault();
  if (!await flush()) return;
  await new Promise((done) => { setTimeout(done); }); // a form that is being submitted ignores a second submission
  leave(button);
}

/** Everything is saved: go where the button leads. */
function leave(button) {
  if (current) {
    location.assign(form.dataset.overview);
    return;
  }
  form.removeEventListener("submit", submitted);
  form.requestSubmit(button);
}

form.addEventListener("change", changed);
form.addEventListener("input", changed);
form.addEventListener("submit", submitted);
window.addEventListener("online", flush);
for (const place of document.querySelectorAll("[data-item]")) restore(place);
if (Object.keys(unsent).length) flush();

if (current) {
  places.set(Number(current.dataset.number), current);
  history.replaceState({ number: Number(current.dataset.number) }, "");
  window.addEventListener("popstate", (event) => {
    if (places.has(event.state?.number)) show(event.state.number, { push: false });
    else location.reload();
  });
  fetchItems().catch(() => {});
}
