// The check list beside a form of the imprint follows what is typed. Without this script it follows what is saved.

const form = document.getElementById("main-form");
const filled = (name) => {
  const fields = [form.elements[`${name}_ru`] || form.elements[name]].filter(Boolean);
  return fields.length ? fields.every((field) => field.value.trim() !== "") : null;
};

const look = () => {
  for (const item of document.querySelectorAll("[data-element]")) {
    const state = filled(item.dataset.element);
    if (state !== null) item.classList.toggle("there", state);
  }
};

if (form) form.addEventListener("input", look);
