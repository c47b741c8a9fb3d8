// A box in the head of a table that ticks every row of the page. Without this script the rows are ticked one by one,
// or all that the filters find are chosen with the radio button above the table.

for (const head of document.querySelectorAll("[data-tick-all]")) {
  const rows = [...head.closest("table").querySelectorAll("tbody input[type=checkbox][name=chosen]")];
  const label = document.createElement("label");
  const box = document.createElement("input");
  const words = document.createElement("span");
  box.type = "checkbox";
  box.autocomplete = "off";
  words.className = "sr";
  words.textContent = head.dataset.tickAll;
  label.append(box, words);
  head.replaceChildren(label);

  const show = () => {
    const ticked = rows.filter((row) => row.checked).length;
    box.checked = ticked > 0 && ticked === rows.length;
    box.indeterminate = ticked > 0 && ticked < rows.length;
  };
  box.addEventListener("change", () => {
    for (const row of rows) row.checked = box.checked;
  });
  for (const row of rows) row.addEventListener("change", show);
  show();
}
