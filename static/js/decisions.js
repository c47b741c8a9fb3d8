// The chair's list: how many papers are ticked, and what of a decision's form matters for the outcome that is chosen.
// Without this script the number is not shown and every field is: nothing depends on it.

const counter = document.querySelector("[data-ticked]");
if (counter) {
  const boxes = [...document.querySelectorAll("tbody input[name=chosen]")];
  const ticked = document.querySelector("#decide input[name=scope][value=ticked]");
  const show = () => {
    const count = boxes.filter((box) => box.checked).length;
    counter.textContent = count ? ` (${counter.dataset.ticked.replace("{count}", count)})` : "";
    if (count && ticked) ticked.checked = true;
  };
  document.addEventListener("change", (event) => {
    if (event.target.closest("table")) show();
  });
  show();
}

// A box over a group of decisions that ticks them all.
for (const head of document.querySelectorAll("[data-tick-group]")) {
  const rows = [...head.closest("section").querySelectorAll("input[name=chosen]:not([disabled])")];
  const label = document.createElement("label");
  const box = document.createElement("input");
  const words = document.createElement("span");
  box.type = "checkbox";
  box.autocomplete = "off";
  words.textContent = head.dataset.tickGroup;
  label.className = "radio";
  label.append(box, words);
  head.replaceChildren(label);
  const show = () => {
    const count = rows.filter((row) => row.checked).length;
    box.checked = count > 0 && count === rows.length;
    box.indeterminate = count > 0 && count < rows.length;
  };
  box.addEventListener("change", () => {
    for (const row of rows) row.checked = box.checked;
  });
  for (const row of rows) row.addEventListener("change", show);
  show();
}

const form = document.querySelector("[data-plan]");
if (form) {
  const only = {
    presentation: ["accepted"], publication: ["accepted"], due: ["revision"], remarks: ["revision"],
  };
  const show = () => {
    const chosen = form.querySelector("[name=outcome]:checked") ?? form.querySelector("select[name=outcome]");
    for (const [name, outcomes] of Object.entries(only)) {
      const field = form.querySelector(`[name=${name}]`)?.closest(".fld");
      if (field) field.hidden = Boolean(chosen?.value) && !outcomes.includes(chosen.value);
    }
  };
  form.addEventListener("change", show);
  show();
}
