// What the keyboard and the pointer share: the grid as it stands, the words in the live region, sending a verb.

const plan = document.getElementById("plan");
const LINE = 5; // minutes

// Said on the document whenever the page was drawn anew: whoever listens to its parts begins again.
export const DRAWN = "plan-drawn";

export const board = () => document.getElementById("board");
export const minutesOf = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
export const clockOf = (minutes) =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

export function say(words) {
  document.getElementById("plan-says").textContent = words;
}

export function fill(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// The heads of the columns: {place, key, name} of each, in order.
export function columns() {
  return [...board().querySelectorAll(".pcol[data-column]")].map((head) => ({
    head,
    place: Number(head.dataset.column),
    key: head.dataset.key,
    name: head.dataset.name,
  }));
}

function token() {
  return document.querySelector("input[name=csrfmiddlewaretoken]").value;
}

// Send one verb; say what became of it; draw the page anew. Answers whether it was done.
export async function send(address, fields, { focus = "" } = {}) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token(), ...fields });
  let answer;
  try {
    const response = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    answer = await response.json();
  } catch {
    say(board()?.dataset.failed ?? "");
    return false;
  }
  await redraw(focus);
  say(answer.words);
  return answer.ok;
}

// Take over the server's drawing of this very page, keeping the place on the page and the focus.
export async function redraw(focus) {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("plan");
  if (!fresh) return;
  const says = document.getElementById("plan-says");
  fresh.querySelector("#plan-says").replaceWith(says);
  plan.replaceChildren(...fresh.childNodes);
  document.dispatchEvent(new Event(DRAWN));
  if (focus) document.querySelector(focus)?.focus({ preventScroll: true });
}

// The address of a verb of a session stands beside that of its page.
export function address(block, verb) {
  const edit = new URL(block.querySelector("a").dataset.edit, location.href);
  return `${edit.pathname}${verb}/${edit.search}`;
}

// Where a block goes: at *line*, in *column*, so long. Sends only what differs from where it stands.
export async function put(block, { line, column, minutes }) {
  const focus = `#${block.id} a`;
  const isLength = minutes !== undefined && minutes !== Number(block.dataset.minutes);
  const isPlace = line !== Number(block.dataset.line) || column !== Number(block.dataset.column);
  if (isLength && !isPlace) {
    return send(address(block, "length"), { minutes, seen: block.dataset.seen }, { focus });
  }
  const fields = { seen: block.dataset.seen };
  const shift = (line - Number(block.dataset.line)) * LINE;
  if (shift) fields.shift = shift;
  if (column !== Number(block.dataset.column)) {
    const head = columns().find((each) => each.place === column);
    fields[board().dataset.by === "rooms" ? "room" : "track"] = head.key;
  }
  if (isLength) fields.minutes = minutes;
  if (Object.keys(fields).length === 1) return false;
  return send(address(block, "move"), fields, { focus });
}
