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
