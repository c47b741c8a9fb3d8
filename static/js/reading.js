// Reading settings take effect as soon as they are chosen, and are kept without leaving the page.
// Without this script the same form works by its button.

function apply(form) {
  const chosen = new FormData(form);
  for (const name of ["size", "spacing", "theme"]) {
    document.documentElement.dataset[name] = chosen.get(name);
  }
}

async function keep(form) {
  const body = new FormData(form);
  body.set("next", "");
  try {
    await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
  } catch {
    // No network: the button is still there.
  }
}

for (const form of document.querySelectorAll("[data-reading-form]")) {
  form.addEventListener("change", () => {
    apply(form);
    keep(form);
  });
}
