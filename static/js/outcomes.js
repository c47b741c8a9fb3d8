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
const after = (list, dragged, y) =>
  [...list.children].find((item) => {
    if (item === dragged) return false;
    const box = item.getBoundingClientRect();
    return y < box.top + box.height / 2;
  }) || null;

for (const grip of document.querySelectorAll("[data-grip]")) {
  grip.hidden = false;
  grip.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const item = grip.closest("li");
    const list = item.parentElement;
    const began = item.nextElementSibling;
    grip.setPointerCapture(event.pointerId);
    item.classList.add("dragged");
    const move = (moved) => list.insertBefore(item, after(list, item, moved.clientY));
    const end = (ended) => {
      grip.removeEventListener("pointermove", move);
      grip.removeEventListener("pointerup", end);
      grip.removeEventListener("pointercancel", end);
      item.classList.remove("dragged");
      const next = item.nextElementSibling;
      if (ended.type === "pointercancel") list.insertBefore(item, began);
      else if (next !== began) {
        const form = grip.closest("form");
        form.elements.before.value = next ? next.dataset.clause : "";
        form.submit();
      }
    };
    grip.addEventListener("pointermove", move);
    grip.addEventListener("pointerup", end);
    grip.addEventListener("pointercancel", end);
  });
}
