// Comfort for the outcome documents; every page works without this file too.
// Links to clauses are copied, words are counted while one types, and clauses are dragged into place.

const status = (button, text) => {
  let line = button.parentElement.querySelector("[data-copy-status]");
  if (!line) {
    line = document.createElement("span");
    line.dataset.copyStatus = "";
    line.setAttribute("role", "status");
    button.after(line);
  }
  line.textContent = "";
  requestAnimationFrame(() => { line.textContent = text; });
};

for (const button of document.querySelectorAll("button[data-copy-link]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const address = new URL(button.dataset.copyLink, location.href);
    await navigator.clipboard.writeText(address.href);
    status(button, button.closest("[data-copied]").dataset.copied);
  });
}

const WORD = /[\p{L}\p{N}]+(?:[-–’'ʼ.,/][\p{L}\p{N}]+)*/gu;
for (const line of document.querySelectorAll("[data-words]")) {
  const field = document.getElementById(line.dataset.words);
  field.addEventListener("input", () => {
    line.textContent = line.dataset.text.replace("{words}", (field.value.match(WORD) || []).length);
  });
}

// Dragging: among the clauses of one level. The buttons beside the grip do the same, step by step.
// The window listens, not the grip: an element that is moved within the page loses the capture of its pointer.
const after = (list, dragged, y) =>
  [...list.children].find((item) => {
    if (item === dragged) return false;
    const box = item.getBoundingClientRect();
    return y < box.top + box.height / 2;
  }) || null;

const place = (item) => {
  const form = item.querySelector("[data-place]");
  form.elements.before.value = item.nextElementSibling ? item.nextElementSibling.dataset.clause : "";
  form.submit();
};

const drag = (item, pointer) => {
  const list = item.parentElement;
  const began = item.nextElementSibling;
  const listening = new AbortController();
  const { signal } = listening;
  item.classList.add("dragged");
  window.addEventListener("pointermove", (event) => {
    if (event.pointerId === pointer) list.insertBefore(item, after(list, item, event.clientY));
  }, { signal });
  const end = (event) => {
    if (event.pointerId !== pointer) return;
    listening.abort();
    item.classList.remove("dragged");
    if (event.type === "pointercancel") list.insertBefore(item, began);
    else if (item.nextElementSibling !== began) place(item);
  };
  window.addEventListener("pointerup", end, { signal });
  window.addEventListener("pointercancel", end, { signal });
};

for (const grip of document.querySelectorAll("[data-grip]")) {
  grip.hidden = false;
  grip.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    drag(grip.closest("li"), event.pointerId);
  });
}
