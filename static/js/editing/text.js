// A calmer page for editing a text: it is read as it will look, and the passage in hand opens in its place.
// Without this file every passage stands in its field; what is sent and saved is the same.
const form = document.querySelector("form[data-edit-text]");

function began(field) {
  if (field.type === "checkbox") return field.defaultChecked;
  if (field instanceof HTMLSelectElement) return [...field.options].find((option) => option.defaultSelected)?.value ?? field.options[0]?.value;
  return field.defaultValue;
}

const now = (field) => (field.type === "checkbox" ? field.checked : field.value);
const fieldsOf = (place) => [...place.querySelectorAll("input[name], textarea[name], select[name]")];
// A page that comes back unsaved holds what was typed as its beginning: the server marks what differs from the text.
const isChanged = (place) => "changed" in place.dataset || fieldsOf(place).some((field) => now(field) !== began(field));

function grow(area) {
  area.style.setProperty("height", "auto");
  area.style.setProperty("height", `${area.scrollHeight + 4}px`);
}

function setUp() {
  const blocks = [...form.querySelectorAll("[data-block]")];
  const counted = form.querySelector("[data-count]");
  let leaving = false;

  function count() {
    const changed = [...blocks, ...form.querySelectorAll(".ed-part > .fld")].filter(isChanged);
    for (const block of blocks) block.classList.toggle("changed", changed.includes(block));
    counted.textContent = changed.length ? form.dataset.unsaved.replace("{count}", changed.length) : form.dataset.untouched;
    return changed.length;
  }

  function open(block, button, wanted) {
    block.classList.toggle("open", wanted);
    button.setAttribute("aria-expanded", String(wanted));
    button.querySelector("[data-word]").textContent = wanted ? form.dataset.close : form.dataset.edit;
    if (!wanted) return;
    for (const area of block.querySelectorAll("textarea")) grow(area);
  }

  for (const block of blocks) {
    const fields = block.querySelector(":scope > [data-fields]");
    if (!fields) continue;
    const number = block.querySelector(".num").textContent;
    const button = document.createElement("button");
    const word = document.createElement("span");
    const which = document.createElement("span");
    button.type = "button";
    button.className = "btn quiet slim";
    fields.id ||= `fields-${block.id}`;
    button.setAttribute("aria-controls", fields.id);
    word.dataset.word = "";
    which.className = "sr";
    which.textContent = ` ${number}`;
    button.append(word, which);
    block.querySelector(".ed-acts").prepend(button);
    open(block, button, "open" in block.dataset);
    button.addEventListener("click", () => {
      const wanted = !block.classList.contains("open");
      open(block, button, wanted);
      if (wanted) fields.querySelector("textarea, input")?.focus();
    });
    block.querySelector(":scope > [data-shown]")?.addEventListener("click", (event) => {
      if (event.target.closest("a") || String(getSelection())) return;
      open(block, button, true);
      fields.querySelector("textarea")?.focus();
    });
    fields.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      open(block, button, false);
      button.focus();
    });
  }
  form.addEventListener("input", (event) => {
    if (event.target instanceof HTMLTextAreaElement) grow(event.target);
    count();
  });
  form.addEventListener("change", count);
  // Only what was changed is sent: what is missing was not touched.
  form.addEventListener("submit", () => {
    leaving = true;
    for (const place of [...blocks, ...form.querySelectorAll(".ed-part > .fld")]) {
      if (isChanged(place)) continue;
      for (const field of fieldsOf(place)) field.disabled = true;
    }
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
    for (const field of fieldsOf(form)) field.disabled = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && count()) event.preventDefault();
  });
  form.classList.add("calm");
  count();
}

if (form) setUp();
