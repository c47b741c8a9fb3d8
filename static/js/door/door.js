// The door: everything on this page goes on without a network once the list has come.

import { Camera } from "./camera.js";
import { codeIn, digitsIn, fingerprint, looksLikeCode, numberIn } from "./fold.js";
import { Guests, initials } from "./guests.js";
import { watchLinks, whyBack } from "./links.js";
import { Screen, say } from "./screen.js";
import { Store } from "./store.js";
import { Closed, NoNetwork, Server } from "./sync.js";

const setup = JSON.parse(document.getElementById("door-setup").textContent);
const words = JSON.parse(document.getElementById("door-words").textContent);
const at = (id) => document.getElementById(id);
const screen = new Screen(words, setup.language);
const server = new Server(setup);
const SHOWN = 12;
const TICK = 5000;
const REFRESH = 60000;
const HOUR = 3600000;

let store = null;
let guests = null;
let facts = {};
let queue = [];
let place = { door: "", session: 0 };
let current = null; // the guest whom the verdict on the screen is about
let actions = []; // what was done about one guest, newest last: {about, title, marks: [{guest, nonce}]}
let isOnline = navigator.onLine;
let isBusy = false;
let isDue = false; // a newer list was asked for and has not come yet
let isSignedOut = false;

// -- time and place -----------------------------------------------------------------------------------------
const dayOf = new Intl.DateTimeFormat("en-CA", { timeZone: setup.zone });
const clockOf = new Intl.DateTimeFormat("ru", { timeZone: setup.zone, hour: "numeric", minute: "2-digit" });
const clock = (moment) => clockOf.format(moment).replace(/^0/, "");

function showPlace() {
  const chosen = at("id_session").selectedOptions[0]?.textContent ?? words.entrance;
  screen.place([place.door && say(words.door, { door: place.door }), chosen].filter(Boolean).join(" · "));
}

function readPlace() {
  place = { door: at("id_door").value.trim(), session: Number(at("id_session").value) || 0 };
  store?.savePlace(place).catch(() => {});
  showPlace();
}

// -- who is in ----------------------------------------------------------------------------------------------
function arrivals(guest) {
  const undone = new Set(queue.filter((item) => item.kind === "undo").map((item) => item.nonce));
  const known = (guest.in ?? []).map(([session, time, door, nonce]) => ({ session, time, door, nonce }));
  const today = dayOf.format(Date.now());
  const own = queue
    .filter((item) => item.kind === "mark" && item.guest === guest.id && (item.session || item.day === today))
    .map((item) => ({ session: item.session, time: item.time ?? clock(item.at), door: item.door, nonce: item.nonce }));
  return [...known, ...own].filter((each) => each.session === place.session && !undone.has(each.nonce));
}

const arrival = (guest) => arrivals(guest)[0];

// The queue and the line on top know a mark and its undo at once, before the disk does: whoever acts in between
// must not miss it. `kept` is fulfilled when it is on the disk.
function mark(guest, method) {
  const item = {
    kind: "mark", nonce: crypto.randomUUID(), guest: guest.id, at: Date.now(), day: dayOf.format(Date.now()),
    door: place.door, session: place.session, method, state: "new",
  };
  queue.push(item);
  showLine();
  return { guest, nonce: item.nonce, kept: store?.add(item) };
}

function takeBack({ nonce }) {
  const waiting = queue.find((item) => item.nonce === nonce && item.kind === "mark" && item.state === "new");
  const item = { kind: "undo", nonce, state: "new" };
  const isUntold = waiting && !waiting.tried; // gone without a trace
  queue = isUntold ? queue.filter((each) => each !== waiting) : [...queue, item];
  showLine();
  return isUntold ? store?.remove(waiting) : store?.add(item);
}

// -- verdicts -----------------------------------------------------------------------------------------------
function delegationOf(guest) {
  const members = guests.members(guest);
  if (!members.length || guest.verdict !== "admit") return null;
  const missing = members.filter((each) => !arrival(each));
  return {
    title: guests.title(guest), came: members.length - missing.length, total: members.length,
    missing: missing.map((each) => initials(each.name)), people: missing,
  };
}

function refuse(verdict, guest, typed = "") {
  current = null;
  camera.paused = true;
  const step = guest ? "" : words.next_step;
  screen.verdict({ kind: "refuse", word: words.verdicts[verdict], guest, step, typed: typed.trim().slice(0, 60) });
}

// What may be undone here: the last action of this device, when it was about the guest on the screen.
const lastAction = () => (current && actions.at(-1)?.about === current.id ? actions.at(-1) : null);

function undoWords() {
  const last = lastAction();
  if (!last) return "";
  return last.title ? say(words.undo_delegation, { count: last.marks.length }) : words.undo;
}

async function admit(guest, method) {
  if (guest.verdict !== "admit") return refuse(guest.verdict, guest);
  camera.paused = true;
  const before = arrival(guest);
  if (!before) {
    const made = mark(guest, method);
    actions = [{ about: guest.id, title: "", marks: [made] }];
    await made.kept;
  }
  current = guest;
  const wording = before?.door ? words.already_at : words.already;
  screen.verdict({
    kind: before ? "already" : "admit",
    word: before ? say(wording, before) : words.verdicts.admit,
    guest, delegation: delegationOf(guest), undo: undoWords(),
  });
  if (!before) talk();
}

async function look(text) {
  const code = codeIn(text);
  const number = code ? "" : numberIn(text);
  if (code) {
    const hash = await fingerprint(code);
    if (guests.byCode.has(hash)) return admit(guests.byCode.get(hash), "scan");
    return refuse(guests.byVoid.has(hash) ? "void" : "unknown", guests.byVoid.get(hash), code);
  }
  if (number) {
    const guest = guests.byNumber.get(number);
    return guest ? admit(guest, "scan") : refuse("unknown", null, number);
  }
  const found = showNames(text, true); // never at once: a few letters may lead to somebody else
  if (found.length) at("door-names").querySelector("button").focus();
  else if (looksLikeCode(text)) refuse("unknown", null, text);
}

function showNames(text, isAsked = false) {
  const typed = text.trim();
  const digits = digitsIn(typed);
  if ((typed.length < 2 && !digits) || codeIn(typed) || numberIn(typed)) {
    screen.names([], null);
    return [];
  }
  const found = digits ? guests.numbered(digits) : guests.search(typed);
  let note = say(words.found, { count: found.length });
  if (found.length === 1 && isAsked) note = `${note}. ${words.confirm}`;
  if (!found.length) note = words.none_found;
  else if (found.length > SHOWN) note = say(words.too_many, { count: SHOWN });
  screen.names(found.slice(0, SHOWN), note, (guest) => admit(guest, "name"));
  return found;
}

function next() {
  current = null;
  camera.paused = false;
  screen.scan();
}

async function undo() {
  const last = lastAction();
  if (!last) return;
  actions.pop();
  const kept = last.marks.map(takeBack);
  next(); // before anything is waited for: a scanner may be typing the next guest already
  const [{ guest }] = last.marks;
  const numbers = last.marks.map((each) => each.guest.number).join(", ");
  const told = { title: last.title, count: last.marks.length, numbers, name: guest.name, number: guest.number };
  screen.said(say(last.title ? words.undone_delegation : words.undone, told));
  await Promise.all(kept);
  talk();
}

async function markDelegation() {
  if (!current) return;
  const told = delegationOf(current);
  if (!told.people.length) return;
  const marks = told.people.map((each) => mark(each, "delegation"));
  actions = [...actions.filter((each) => each.about === current.id), { about: current.id, title: told.title, marks }];
  screen.delegation(delegationOf(current));
  screen.undo(undoWords());
  at("next").focus();
  await Promise.all(marks.map((each) => each.kept));
  talk();
}

// -- speaking with the server -------------------------------------------------------------------------------
const unsent = () => queue.filter((item) => item.state === "new");

function showLine() {
  screen.line(unsent().length, isOnline);
}

function showAge() {
  if (!guests) return screen.age(isOnline ? words.loading : words.no_list);
  const told = { count: guests.size, time: clock(facts.fetched), day: facts.day };
  screen.age(say(Date.now() - facts.fetched > HOUR ? words.old_list : words.list, told));
}

function take(list, newFacts) {
  facts = { ...newFacts, day: new Intl.DateTimeFormat(setup.language, { day: "numeric", month: "long", timeZone: setup.zone }).format(newFacts.fetched) };
  if (list) guests = new Guests(list);
  isSignedOut = false;
  document.documentElement.dataset.door = "ready";
  document.documentElement.dataset.fetched = newFacts.fetched;
  showAge();
}

// A mark that another door had made before, or that was not accepted, is not this device's to take back.
function notOurs(nonce) {
  for (const action of actions) action.marks = action.marks.filter((each) => each.nonce !== nonce);
  actions = actions.filter((action) => action.marks.length);
  if (screen.isVerdict) screen.undo(undoWords());
}

async function taken(item, answer) {
  if (item.kind === "mark" && answer.result === "refused") {
    const name = guests?.byId.get(item.guest)?.name ?? guests?.byId.get(item.guest)?.number ?? "";
    screen.problem(say(words.refused, { name, verdict: words.verdicts[answer.verdict] ?? "" }));
  }
  if (item.kind === "mark" && answer.result !== "in") notOurs(item.nonce);
  if (answer.result === "in" || answer.result === "already" || item.kind === "undo") {
    item.state = "sent"; // remembered until a list comes that knows it
    if (answer.at) Object.assign(item, { time: answer.at, door: answer.door });
    await store?.change(item);
  } else {
    queue = queue.filter((each) => each !== item);
    await store?.remove(item);
  }
}

async function refresh() {
  const settled = queue.filter((item) => item.state === "sent");
  const answer = await server.list(guests ? facts.etag : "");
  if (answer.list) await store?.saveList(answer.list, answer.facts);
  take(answer.list, answer.facts);
  queue = queue.filter((item) => !settled.includes(item));
  for (const item of settled) await store?.remove(item);
}

// Sends what waits, then asks for a newer list when that is due.
async function talk({ force = false } = {}) {
  isDue ||= force; // also while another talk is going on: it is not forgotten, it comes after
  if (isBusy) return;
  if (!navigator.onLine) { // a mark that was never tried can be taken back without a trace
    isOnline = false;
    showLine();
    return showAge();
  }
  isBusy = true;
  const wasDue = isDue;
  isDue = false;
  try {
    const waiting = unsent();
    const untold = waiting.filter((each) => !each.tried);
    for (const item of untold) item.tried = true; // from now on the server may know it, whether or not its answer arrives
    await Promise.all(untold.map((item) => store?.change(item)));
    if (waiting.length) await server.send(waiting, taken);
    if (wasDue || waiting.length || !guests || Date.now() - facts.fetched > REFRESH) await refresh();
    isOnline = true;
  } catch (wrong) {
    if (wrong instanceof Closed) await signedOut();
    else if (wrong instanceof NoNetwork) {
      isOnline = false;
      isDue ||= wasDue;
    } else throw wrong;
  } finally {
    isBusy = false;
    showLine();
    showAge();
  }
  if (isOnline && !isSignedOut && (isDue || unsent().length)) setTimeout(talk, 0);
}

async function expire() {
  if (!guests || Date.now() < facts.expires) return;
  guests = null;
  await store?.forgetLists();
  next();
  showAge();
}

async function signedOut() {
  guests = null;
  delete document.documentElement.dataset.door;
  await store?.forgetLists().catch(() => {});
  if (!isSignedOut) screen.problem(words.signed_out); // said once, though it is asked again
  isSignedOut = true;
}

let hasAsked = false;
async function forget() {
  if (unsent().length && !hasAsked) {
    hasAsked = true;
    return screen.said(say(words.forget_unsent, { count: unsent().length }));
  }
  camera.stop();
  guests = null;
  queue = [];
  await store?.forgetAll().catch(() => {});
  store = null;
  for (const name of await caches.keys()) if (name.startsWith(`door:${setup.page}:`)) await caches.delete(name);
  await (await navigator.serviceWorker?.getRegistration(setup.page))?.unregister();
  clearInterval(ticking);
  delete document.documentElement.dataset.door;
  screen.age(words.forgotten);
  screen.said(words.forgotten);
  at("door-forget").hidden = true;
}

// -- camera -------------------------------------------------------------------------------------------------
const camera = new Camera(at("camera-view"), setup.reader, (text) => {
  if (guests && !screen.isVerdict) look(text);
});

async function switchCamera() {
  at("camera-note").hidden = true;
  if (camera.isOn) {
    camera.stop();
  } else {
    try {
      await camera.start();
    } catch {
      camera.stop();
      at("camera-note").textContent = words.camera_refused;
      at("camera-note").hidden = false;
      at("id_look").focus();
    }
  }
  at("camera-view").hidden = !camera.isOn;
  at("camera-switch").textContent = camera.isOn ? words.camera_off : words.camera_on;
}

// -- beginning ----------------------------------------------------------------------------------------------
function listen() {
  at("door-form").addEventListener("submit", (event) => {
    if (!guests) return; // no list yet: the form goes to the server as it does without this script
    event.preventDefault();
    const text = at("id_look").value;
    if (text.trim()) look(text);
  });
  at("id_look").addEventListener("input", () => { if (guests) showNames(at("id_look").value); });
  at("id_door").addEventListener("change", readPlace);
  at("id_session").addEventListener("change", readPlace);
  at("next").addEventListener("click", next);
  at("by-name").addEventListener("click", next);
  at("undo").addEventListener("click", undo);
  at("mark-all").addEventListener("click", markDelegation);
  at("forget").addEventListener("click", forget);
  at("camera-switch").addEventListener("click", switchCamera);
  watchLinks(() => isOnline && navigator.onLine, (text) => screen.said(text));
  // A key held down is pressed once: it finds, and does not confirm as well.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.repeat) event.preventDefault();
  });
  // A scanner types at any moment: its first letter leads back to the field.
  document.addEventListener("keydown", (event) => {
    const isLetter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isLetter || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (screen.isVerdict) next();
    else at("id_look").focus();
  });
  window.addEventListener("online", () => talk({ force: true }));
  window.addEventListener("offline", () => { isOnline = false; showLine(); showAge(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) talk(); });
}

let ticking = 0;
async function begin() {
  listen();
  const why = whyBack(words.needs_network);
  if (why) screen.said(why);
  at("camera-switch").textContent = words.camera_on;
  at("camera").hidden = !navigator.mediaDevices?.getUserMedia;
  at("id_look").focus({ preventScroll: true });
  if (!window.isSecureContext || !crypto.subtle || !window.indexedDB) return screen.said(words.no_keeping);
  try {
    store = await new Store(setup.slug).begin();
    queue = await store.queue();
    place = (await store.place()) ?? place;
    const kept = await store.loadList(setup.language);
    if (kept) take(kept.list, kept.facts);
  } catch {
    store = null;
    screen.said(words.no_keeping);
  }
  if (place.door) at("id_door").value = place.door;
  if ([...at("id_session").options].some((option) => Number(option.value) === place.session)) at("id_session").value = place.session || "";
  readPlace();
  showLine();
  showAge();
  at("door-forget").hidden = !store;
  ticking = setInterval(() => { expire(); talk(); }, TICK);
  if (store && navigator.serviceWorker) {
    navigator.serviceWorker.register(setup.worker, { scope: setup.page }).catch(() => {});
    navigator.serviceWorker.ready.then(() => { document.documentElement.dataset.worker = "ready"; });
  }
  await talk({ force: true });
}

begin();
