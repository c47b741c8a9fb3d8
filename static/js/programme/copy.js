// Reading without a network. The worker marks a page that it took from the device with the time of the copy; this
// module says so, and does to the copy what the server would have done: day, track and "mine" from the address.

import { kept, press } from "./stars.js";

const note = () => document.getElementById("copy");

export const isCopy = () => Boolean(note()?.dataset.copyAt);

export function startWorker(page) {
  if (!navigator.serviceWorker) return;
  keepReading();
  const scopes = [`${page.dataset.home}programme/`, `${page.dataset.home}sessions/`];
  for (const scope of scopes) navigator.serviceWorker.register(page.dataset.worker, { scope }).catch(() => {});
  navigator.serviceWorker.ready.then((registration) => {
    document.documentElement.dataset.worker = "ready";
    const sessions = [...kept(page)].map((key) => `${page.dataset.home}sessions/${key}/`);
    registration.active?.postMessage({ keep: sessions });
  });
}

// How the visitor reads (size, spacing, colours) is part of a page from the server; a copy is anybody's, so it is put back.
function keepReading() {
  const { size, spacing, theme } = document.documentElement.dataset;
  try {
    localStorage.setItem("programme:reading", JSON.stringify({ size, spacing, theme }));
  } catch {
    // The copy is read in the usual way then.
  }
}

export function showCopy(page) {
  try {
    Object.assign(document.documentElement.dataset, JSON.parse(localStorage.getItem("programme:reading") ?? "{}"));
  } catch {
    // As it is.
  }
  const stars = kept(page);
  for (const button of document.querySelectorAll("button[form=stars][value], #stars button[value]")) {
    press(button, stars.has(button.value));
    button.disabled = true;
  }
  const line = note();
  const at = new Date(line.dataset.copyAt);
  const sameDay = at.toDateString() === new Date().toDateString();
  const told = new Intl.DateTimeFormat(document.documentElement.lang, {
    ...(sameDay ? {} : { day: "numeric", month: "long" }), hour: "2-digit", minute: "2-digit",
  }).format(at);
  line.textContent = line.dataset.words.replace("{time}", told);
  line.hidden = false;
  narrow(page, stars);
}

function narrow(page, stars) {
  const asked = new URL(location.href).searchParams;
  const day = asked.get("day") ?? "";
  const track = asked.get("track") ?? "";
  const mine = asked.get("mine") === "1";
  const label = page.querySelector("[data-mine]");
  if (label) label.textContent = `${label.dataset.mine} (${stars.size})`;
  for (const section of page.querySelectorAll(".day")) {
    section.hidden = Boolean(day) && day !== "all" && section.dataset.day !== day;
    if (!track && !mine) continue;
    for (const card of section.querySelectorAll(".ses")) {
      const away = (track && !card.classList.contains(`w${track}`)) || (mine && !stars.has(card.id.slice(1)));
      card.hidden = away;
    }
    for (const slot of section.querySelectorAll(".t")) {
      let next = slot.nextElementSibling;
      let any = false;
      while (next && !next.classList.contains("t")) {
        any ||= !next.hidden;
        next = next.nextElementSibling;
      }
      slot.hidden = !any;
    }
  }
}
