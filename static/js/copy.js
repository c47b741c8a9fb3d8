// <button data-copy="id" data-copied="Copied" hidden>: copies the text of the element and says so.
// <button data-print hidden>: prints the page. Both stay hidden where there is no script to serve them.

function announce(button) {
  let status = button.parentElement.querySelector("[data-copy-status]");
  if (!status) {
    status = document.createElement("span");
    status.dataset.copyStatus = "";
    status.className = "saved";
    status.setAttribute("role", "status");
    button.after(status);
  }
  status.textContent = "";
  requestAnimationFrame(() => { status.textContent = button.dataset.copied; });
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    const seen = source.innerText.trim(); // nothing while it is folded away
    await navigator.clipboard.writeText(seen || source.textContent.trim());
    announce(button);
  });
}

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
