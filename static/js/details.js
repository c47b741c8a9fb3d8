// Panels that open over the page close on Escape, with focus back on what opened them, and on a click outside.

const panels = [...document.querySelectorAll("details[data-dismissable]")];

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const panel of panels.filter((panel) => panel.open)) {
    panel.open = false;
    if (panel.contains(document.activeElement)) panel.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const panel of panels) {
    if (panel.open && !panel.contains(event.target)) panel.open = false;
  }
});
