// The moderators' desk by single keys. Every key has a button, link or form that does the same without this script.

import { read, write } from "./kept.js";

const EVERY = 5000;
const LETTERS = { KeyJ: "j", KeyK: "k", KeyA: "a", KeyM: "m", KeyD: "d", KeyT: "t", KeyE: "e", KeyR: "r", KeyI: "i", KeyW: "w", KeyZ: "z" };
const PARTS = [".qd-head", ".qd-events", ".qd-states", "#queue", ".qd-undo", ".qd-place"];

const page = document.getElementById("qdesk");
const said = document.getElementById("qd-said");
const dialog = document.getElementById("keys");
const keysOn = document.getElementById("keys-on");
let busy = false;
let etag = "";
const drafts = new Map(); // what was typed and not sent, by question and panel; gone with the page

// Put the parts of *html*, a whole page of the desk, in place of those here; the focus goes to the question in hand.
function show(html, url) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const root = fresh.getElementById("qdesk");
  if (!root) {
    location.assign(url);
    return;
  }
  for (const part of PARTS) page.querySelector(part).replaceWith(root.querySelector(part));
  page.dataset.here = root.dataset.here;
  const told = [...fresh.querySelectorAll(".msgs li")];
  said.dataset.level = told.at(-1)?.className ?? "";
  said.textContent = told.map((each) => each.textContent.trim()).join(" ");
  document.querySelector(".msgs")?.remove(); // of the page as it was opened
  history.replaceState(null, "", url);
  etag = "";
  ready();
  page.querySelector(".qd-list [aria-current]")?.scrollIntoView({ block: "nearest" });
  const place = startOf(new URL(url));
  place.focus();
  if (isOneColumn()) place.scrollIntoView({ block: place.id === "hand-h" ? "start" : "center" });
}

// On a phone the question stands below the list: what was gone to is brought into sight, not the list.
function isOneColumn() {
  const queue = document.getElementById("queue").getBoundingClientRect();
  return queue.bottom <= page.querySelector(".qd-side").getBoundingClientRect().top;
}

// Where to go on: at what was refused, at what the search found, or at the question in hand.
function startOf(url) {
  const refused = page.querySelector("[data-refused]");
  return (
    refused?.querySelector("[aria-invalid=true]") ??
    refused?.querySelector("input:not([type=hidden]), textarea, select") ??
    (url.searchParams.get("with") ? page.querySelector(".qd-found p") : null) ??
    document.getElementById("hand-h") ??
    document.getElementById("queue")
  );
}

const OWN = "input:not([type=hidden]), textarea, select";
const isChoice = (field) => field.type === "radio" || field.type === "checkbox";

function draftOf(form) {
  const panel = form.closest("details[data-key]");
  const question = form.closest("[data-question]");
  return panel && question && form.method === "post" ? `${question.dataset.question} ${panel.dataset.key}` : "";
}

function keepDraft(form) {
  const place = draftOf(form);
  if (place) drafts.set(place, [...form.querySelectorAll(OWN)].map((each) => [each.id, isChoice(each) ? each.checked : each.value]));
}

function bringDrafts() {
  for (const form of page.querySelectorAll(".qd-hand details[data-key] form")) {
    if (form.closest("[data-refused]")) keepDraft(form);
    else {
      for (const [id, value] of drafts.get(draftOf(form)) ?? []) {
        const field = document.getElementById(id);
        if (field) field[isChoice(field) ? "checked" : "value"] = value;
      }
    }
  }
}

async function go(url, options = {}) {
  if (busy) return;
  busy = true;
  try {
    const answer = await fetch(url, options);
    if (!answer.ok) throw new Error(answer.status);
    show(await answer.text(), answer.url);
  } catch {
    location.reload();
  } finally {
    busy = false;
  }
}

function submit(form, submitter) {
  if (busy) return;
  const data = new FormData(form, submitter ?? undefined);
  if (form.method === "get") go(`${form.action.split("#")[0]}?${new URLSearchParams(data)}`);
  else {
    drafts.delete(draftOf(form)); // kept again if it is refused
    go(form.action, { method: "POST", body: data });
  }
}

function step(by) {
  const rows = [...page.querySelectorAll(".qd-list a")];
  const at = rows.findIndex((each) => each.hasAttribute("aria-current"));
  const next = rows[at + by];
  if (next) go(next.href);
}

const ACTS = {
  j: () => step(1),
  k: () => step(-1),
  w: () => page.querySelector('a[data-key="w"]')?.click(),
};

function act(key) {
  if (ACTS[key]) return ACTS[key]();
  const target = page.querySelector(`[data-key="${key}"]`);
  if (!target) return undefined;
  if (target.matches("form")) {
    const button = target.querySelector("button");
    if (!button.disabled) target.requestSubmit(button);
  } else {
    target.open = true;
    // the heading of what it may be merged with, not a button: a key that is held down merges nothing
    (target.querySelector("[data-targets]") ?? target.querySelector("input:not([type=hidden]), textarea, select"))?.focus();
  }
  return undefined;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || dialog.open) return;
  const field = event.target.closest("input, textarea, select");
  if (field && event.key === "Escape") document.getElementById("hand-h")?.focus();
  if (field || !keysOn.checked) return;
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) {
    event.preventDefault();
    dialog.showModal();
    return;
  }
  const key = event.shiftKey ? "" : LETTERS[event.code];
  if (!key) return;
  event.preventDefault();
  act(key);
});

page.addEventListener("input", (event) => {
  if (event.target.form) keepDraft(event.target.form);
});

page.addEventListener("submit", (event) => {
  event.preventDefault();
  submit(event.target, event.submitter);
});

page.addEventListener("click", (event) => {
  const row = event.target.closest("a[data-row]");
  if (row && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    go(row.href);
  }
  if (event.target.closest("[data-keys]")) dialog.showModal();
  if (event.target.closest("[data-close]")) dialog.close();
});

// Other moderators' moves: the queue alone is asked for again; the question in hand stays.
async function look() {
  if (!document.hidden && !busy) {
    try {
      const url = new URL(location.href);
      const answer = await fetch(url, { headers: { "X-Part": "queue", "If-None-Match": etag }, cache: "no-store" });
      if (answer.status === 200) {
        const first = !etag;
        etag = answer.headers.get("ETag") ?? "";
        if (!first) renewQueue(await answer.text());
      }
    } catch {
      // the next look tries again
    }
  }
  setTimeout(look, EVERY);
}

function renewQueue(html) {
  const queue = document.getElementById("queue");
  const focused = document.activeElement?.closest?.("a[data-row]")?.dataset.row;
  const place = queue.scrollTop;
  queue.innerHTML = html;
  queue.scrollTop = place;
  if (focused) (queue.querySelector(`a[data-row="${focused}"]`) ?? document.getElementById("hand-h"))?.focus({ preventScroll: true });
}

function ready() {
  for (const button of page.querySelectorAll("[data-keys]")) button.hidden = false;
  document.getElementById("queue").tabIndex = -1;
  bringDrafts();
}

keysOn.checked = read("desk-keys", true);
keysOn.addEventListener("change", () => write("desk-keys", keysOn.checked));
ready();
look();
