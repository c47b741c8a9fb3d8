// A link that leads to a field or to a passage puts the focus there, once the page is drawn.

const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
const field = "input:not([type=hidden]), textarea, select";

if (target && !document.querySelector(".esum")) {
  for (let panel = target.closest("details"); panel; panel = panel.parentElement.closest("details")) panel.open = true;
  const aim = target.matches(field) ? target : target.querySelector(`[data-aim], ${field}, button`);
  aim?.focus();
}
