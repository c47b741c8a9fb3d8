// What became of a form is seen and heard: the messages take the focus, unless the page gave it to something else.
// Where the address leads to a part of the page, they stand in that part. Without this script they stand on top.

const box = document.querySelector("[data-messages]");
const target = location.hash.length > 1 ? document.getElementById(decoded(location.hash.slice(1))) : null;

function decoded(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return "";
  }
}

function bring(place) {
  if (place.matches("section, article, li, fieldset")) {
    const title = place.querySelector(":scope > :is(h2, h3, h4, legend)");
    if (title) title.after(box);
    else place.prepend(box);
  } else {
    (place.closest("table, ul, ol, dl, p") ?? place).before(box);
  }
}

function show() {
  box.scrollIntoView({ block: "nearest" });
}

function isFree() {
  return [document.body, document.documentElement, target, box, null].includes(document.activeElement);
}

function take() {
  if (!isFree()) return;
  box.focus({ preventScroll: true });
  show();
}

if (box && isFree() && !document.querySelector("[autofocus]")) {
  if (target && target.id !== "main" && document.getElementById("main").contains(target)) bring(target);
  box.tabIndex = -1;
  take();
  if (target) addEventListener("load", () => setTimeout(take, 50)); // the browser itself goes to that part first
}
