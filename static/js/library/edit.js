// What is typed on the page of a material is not left behind unasked: its buttons save it, links ask first.
// Enter in a field beside the text presses the button of its own part, not the first one of the page.

const form = document.getElementById("main-form");

function state() {
  const entries = [...new FormData(form)].map(([name, value]) => [name, value instanceof File ? value.name : value]);
  return JSON.stringify(entries);
}

if (form) {
  const before = state();
  let leaving = false;

  document.addEventListener("submit", () => {
    leaving = true;
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && ("changed" in form.dataset || state() !== before)) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input:not([type=file])")) return;
    const button = event.target.closest("[data-part]")?.querySelector("button[formaction]");
    if (!button) return;
    event.preventDefault();
    form.requestSubmit(button);
  });
}
