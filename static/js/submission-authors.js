// Authors move without a round trip to the server: by their buttons, and by dragging the grip of a row.
// Without this file the buttons are ordinary submit buttons, and there is nothing to drag.
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const list = document.getElementById("author-rows");
const status = document.getElementById("rows-status");
const rows = () => [...list.querySelectorAll(".author-row")];
const fields = (row) => [...row.querySelectorAll("input, select, textarea")];

// The rows stay where they are and exchange what is typed in them, so names, ids and labels remain right.
function exchange(one, other) {
  const theirs = fields(other);
  fields(one).forEach((field, index) => {
    const twin = theirs[index];
    if (field.type === "checkbox" || field.type === "radio") {
      const [mine, its] = [field.checked, twin.checked];
      field.checked = its;
      twin.checked = mine;
    } else {
      [field.value, twin.value] = [twin.value, field.value];
    }
  });
}

function tell(place) {
  status.textContent = fill(list.dataset.moved, { place: place + 1, total: rows().length });
}

function touched() {
  list.dispatchEvent(new Event("change", { bubbles: true })); // the draft is saved by itself in the new order
}

list?.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=rows]");
  const [verb, place] = button ? button.value.split("-") : [];
  if (verb !== "up" && verb !== "down") return;
  event.preventDefault();
  const all = rows();
  const from = Number(place);
  const to = verb === "up" ? from - 1 : from + 1;
  if (!all[to]) return;
  exchange(all[from], all[to]);
  const twin = all[to].querySelector(`button[value="${verb}-${to}"]`);
  (twin.disabled ? all[to] : twin).focus();
  tell(to);
  touched();
});

// -- dragging: the row in hand changes places with each neighbour whose middle is passed

let held = -1;

function begin(event) {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button !== 0) return;
  event.preventDefault();
  held = rows().indexOf(grip.closest(".author-row"));
  rows()[held].classList.add("held");
  list.setPointerCapture(event.pointerId);
}

function middle(row) {
  const box = row.getBoundingClientRect();
  return box.top + Math.min(box.height, 160) / 2;
}

function step(to) {
  const all = rows();
  exchange(all[held], all[to]);
  all[held].classList.remove("held");
  all[to].classList.add("held");
  held = to;
}

function move(event) {
  if (held < 0) return;
  const all = rows();
  if (all[held - 1] && event.clientY < middle(all[held - 1])) step(held - 1);
  else if (all[held + 1] && event.clientY > middle(all[held + 1])) step(held + 1);
  const edge = 60;
  if (event.clientY < edge) window.scrollBy(0, -24);
  if (event.clientY > window.innerHeight - edge) window.scrollBy(0, 24);
}

function end() {
  if (held < 0) return;
  rows()[held].classList.remove("held");
  tell(held);
  held = -1;
  touched();
}

if (list) {
  for (const grip of list.querySelectorAll("[data-grip]")) grip.hidden = rows().length < 2;
  list.addEventListener("pointerdown", begin);
  list.addEventListener("pointermove", move);
  list.addEventListener("pointerup", end);
  list.addEventListener("pointercancel", end);
}
