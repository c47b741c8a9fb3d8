// Comfort for the form of a paper: live word counts, and authors that move without a round trip to the server.
// Everything here works without this file too: the buttons are ordinary submit buttons.
(() => {
  "use strict";

  const WORD = /[\p{L}\p{N}]+(?:[-–’'ʼ.,/][\p{L}\p{N}]+)*/gu;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  for (const counter of document.querySelectorAll("[data-counts]")) {
    const field = document.getElementById(counter.dataset.counts);
    const count = () => {
      const words = (field.value.match(WORD) || []).length;
      counter.textContent = fill(counter.dataset.text, { words });
      counter.classList.toggle("over", words > Number(counter.dataset.limit));
    };
    field.addEventListener("input", count);
    count();
  }

  // “(optional)” stands at the texts of the other language: it follows the language of the paper.
  const labelOf = (field) => field && field.labels && field.labels[0];
  const markOptional = (own) => {
    const other = own === "ru" ? "en" : "ru";
    for (const field of document.querySelectorAll(`#main-form [name$="_${own}"]`)) {
      const mine = labelOf(field);
      const theirs = labelOf(document.querySelector(`#main-form [name="${field.name.replace(/_..$/, `_${other}`)}"]`));
      const mark = mine && mine.querySelector(".opt");
      if (mark && theirs && !theirs.querySelector(".opt")) theirs.append(" ", mark);
    }
  };
  for (const choice of document.querySelectorAll("#main-form [name=language]")) {
    choice.addEventListener("change", () => choice.checked && markOptional(choice.value));
  }

  const list = document.getElementById("author-rows");
  if (!list) return;
  const status = document.getElementById("rows-status");
  const rows = () => [...list.querySelectorAll(".author-row")];
  const fields = (row) => [...row.querySelectorAll("input, select, textarea")];

  // The rows stay where they are and exchange what is typed in them, so names, ids and labels remain right.
  const exchange = (one, other) => {
    const theirs = fields(other);
    fields(one).forEach((field, index) => {
      const twin = theirs[index];
      if (field.type === "checkbox" || field.type === "radio") {
        const mine = field.checked;
        const its = twin.checked;
        field.checked = its;
        twin.checked = mine;
      } else {
        [field.value, twin.value] = [twin.value, field.value];
      }
    });
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=rows]");
    const [verb, place] = button ? button.value.split("-") : [];
    if (verb !== "up" && verb !== "down") return;
    event.preventDefault();
    const all = rows();
    const from = Number(place);
    const to = verb === "up" ? from - 1 : from + 1;
    if (!all[to]) return;
    exchange(all[from], all[to]);
    const twin = all[to].querySelector(`button[value="${verb}-${to}"]`);
    (twin.disabled ? all[to] : twin).focus();
    status.textContent = fill(list.dataset.moved, { place: to + 1, total: all.length });
  });
})();
