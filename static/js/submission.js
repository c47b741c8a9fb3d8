// Comfort for the form of a paper: word meters, what exists in each language, keywords and organisations used already.
// Everything here works without this file too: the server counts, lists and judges when the draft is saved.
const WORD = /[\p{L}\p{N}]+(?:[-–’'ʼ.,/][\p{L}\p{N}]+)*/gu;
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const form = document.getElementById("main-form");
const named = (name) => form.querySelector(`[name="${name}"]`);
const chosen = (name) => form.querySelector(`[name="${name}"]:checked`)?.value ?? "";

// -- word meters: the limits are those of the chosen track

function limitsOf(counter) {
  if (!counter.dataset.limits) return [0, Number(counter.dataset.mostWords)];
  const limits = JSON.parse(counter.dataset.limits);
  return limits[chosen("track")] ?? limits[""];
}

function count(counter) {
  const words = (document.getElementById(counter.dataset.counts).value.match(WORD) || []).length;
  const [least, most] = limitsOf(counter);
  counter.textContent = fill(least ? counter.dataset.range : counter.dataset.most, { words, least, most });
  if (words > most || (words && words < least)) counter.dataset.state = "out";
  else if (words >= least && words) counter.dataset.state = "in";
  else delete counter.dataset.state;
}

const counters = [...document.querySelectorAll("[data-counts]")];
for (const counter of counters) {
  document.getElementById(counter.dataset.counts).addEventListener("input", () => count(counter));
  count(counter);
}

// -- “(optional)” stands at the texts of the other language: it follows the language of the paper

const labelOf = (field) => field?.labels?.[0];

function markOptional(own) {
  const other = own === "ru" ? "en" : "ru";
  for (const field of form.querySelectorAll(`[name$="_${own}"]`)) {
    const mark = labelOf(field)?.querySelector(".opt");
    const theirs = labelOf(named(field.name.replace(/_..$/, `_${other}`)));
    if (mark && theirs && !theirs.querySelector(".opt")) theirs.append(" ", mark);
  }
}

// -- what exists in each language

const parity = document.querySelector("[data-parity]");
const typed = (name) => Boolean(named(name)?.value.trim());

function rows(field, code) {
  return [...form.querySelectorAll(`[name^="authors-"][name$="-${field}_${code}"]`)];
}

function exists(part, code) {
  if (part === "authors") return rows("family", code).length > 0 && rows("family", code).every((field) => field.value.trim());
  if (part === "affiliations") {
    const other = rows("affiliation", code === "ru" ? "en" : "ru");
    return rows("affiliation", code).every((field, place) => field.value.trim() || !other[place]?.value.trim());
  }
  return typed(`${part}_${code}`);
}

function compare() {
  for (const row of parity?.querySelectorAll("[data-part]") ?? []) {
    for (const cell of row.querySelectorAll("[data-code]")) {
      const there = exists(row.dataset.part, cell.dataset.code);
      cell.querySelector(".there").hidden = !there;
      cell.querySelector(".lacks").hidden = there;
    }
  }
}

// -- questions of the call that are not asked of this track or type stay away

function ask() {
  for (const place of form.querySelectorAll("[data-asked-track]")) {
    const types = place.dataset.askedTypes ? place.dataset.askedTypes.split(" ") : [];
    const track = place.dataset.askedTrack;
    place.hidden = Boolean((track && track !== chosen("track")) || (types.length && !types.includes(chosen("type"))));
    const when = place.querySelector("[data-when]");
    if (when) when.hidden = true;
  }
}

// -- keywords used already: buttons under the field, for the word in hand

async function results(address, parameters) {
  try {
    const answer = await fetch(`${address}?${new URLSearchParams(parameters)}`, { headers: { Accept: "application/json" } });
    return answer.ok && !answer.redirected ? (await answer.json()).results : [];
  } catch {
    return []; // without suggestions everything is typed whole
  }
}

const inHand = (field) => field.value.slice(field.value.search(/[^,;]*$/)).trim();

function offer(place, field, words) {
  const label = document.createElement("span");
  label.textContent = place.dataset.label;
  const buttons = words.map((word) => {
    const button = document.createElement("button");
    button.type = "button";
    button.lang = place.dataset.language;
    button.textContent = word;
    button.addEventListener("click", () => {
      const before = field.value.slice(0, field.value.search(/[^,;]*$/)).trimEnd();
      field.value = `${before}${before ? " " : ""}${word}, `;
      place.hidden = true;
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return button;
  });
  place.replaceChildren(label, ...buttons);
  place.hidden = !buttons.length;
}

for (const place of document.querySelectorAll("[data-offers]")) {
  const field = document.getElementById(place.dataset.offers);
  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    const word = inHand(field);
    if (word.length < 2) {
      place.hidden = true;
      return;
    }
    timer = setTimeout(async () => {
      const known = field.value.toLowerCase().split(/[,;]/).map((each) => each.trim());
      const found = await results(form.dataset.keywords, { q: word, language: place.dataset.language });
      offer(place, field, found.filter((each) => !known.includes(each.toLowerCase())));
    }, 250);
  });
}

// -- organisations: choosing a known one fills in the other language, the city, the country and the ROR id

const organisations = new Map();

async function suggest(field) {
  const text = field.value.trim();
  if (text.length < 2) return;
  const found = await results(form.dataset.organisations, { q: text });
  for (const each of found) for (const code of ["ru", "en"]) if (each[code]) organisations.set(`${code}:${each[code]}`, each);
  const code = field.name.slice(-2);
  const list = document.getElementById(`organisations-${code}`);
  const names = new Set([...list.options].map((option) => option.value));
  for (const each of found) if (each[code] && !names.has(each[code])) list.append(new Option("", each[code]));
  complete(field);
}

function complete(field) {
  const told = organisations.get(`${field.name.slice(-2)}:${field.value}`);
  if (!told) return false;
  const prefix = field.name.replace(/affiliation_..$/, "");
  const wanted = {
    affiliation_ru: told.ru, affiliation_en: told.en, city_ru: told.city_ru, city_en: told.city_en,
    country: told.country, ror: told.ror,
  };
  for (const [name, value] of Object.entries(wanted)) {
    const target = named(prefix + name);
    if (target && value && !target.value) target.value = value;
  }
  return true;
}

let organisationTimer = 0;
form?.addEventListener("input", (event) => {
  compare();
  if (!/affiliation_..$/.test(event.target.name ?? "")) return;
  clearTimeout(organisationTimer);
  if (!complete(event.target)) organisationTimer = setTimeout(() => suggest(event.target), 250);
});

form?.addEventListener("change", (event) => {
  if (event.target.name === "language") markOptional(event.target.value);
  if (event.target.name === "track") counters.forEach(count);
  if (event.target.name === "track" || event.target.name === "type") ask();
  compare();
});

if (parity) ask();
