// Comfort for two kinds of fields. Names of organisations are suggested while one types, and choosing one fills in the
// other language and the country; questions that depend on an answer are shown only when it is given.
// Without this script names are typed whole, and each such question says when to answer it.
(() => {
  "use strict";

  const form = document.querySelector("[data-registration-form]");
  if (!form) return;

  // -- organisations

  const fields = [...form.querySelectorAll("[data-organisation]")];
  const known = new Map(); // what a suggestion says, by its language and name
  const filled = new WeakMap(); // what this script has put into a field
  let timer = 0;
  let asked = "";

  const other = (field) => fields.find((each) => each !== field);
  const key = (language, name) => `${language}:${name}`;

  function offer(field, results) {
    const language = field.dataset.organisation;
    const list = document.getElementById(field.getAttribute("list"));
    if (!list) return;
    list.replaceChildren(
      ...results
        .filter((each) => each[language])
        .map((each) => {
          known.set(key(language, each[language]), each);
          const option = document.createElement("option");
          option.value = each[language];
          return option;
        }),
    );
  }

  async function ask(field) {
    const typed = field.value.trim();
    if (typed.length < 2 || typed === asked) return;
    asked = typed;
    try {
      const answer = await fetch(`${form.dataset.organisations}?q=${encodeURIComponent(typed)}`);
      if (answer.ok) offer(field, (await answer.json()).results);
    } catch {
      asked = ""; // without suggestions the name is typed whole
    }
  }

  function chosen(field) {
    const result = known.get(key(field.dataset.organisation, field.value));
    if (!result) return false;
    const twin = other(field);
    const title = twin && result[twin.dataset.organisation];
    if (title && (!twin.value || filled.get(twin) === twin.value)) {
      twin.value = title;
      filled.set(twin, title);
    }
    const country = form.querySelector('select[name="country"]');
    if (country && !country.value && result.country) country.value = result.country;
    return true;
  }

  for (const field of fields) {
    field.addEventListener("input", () => {
      clearTimeout(timer);
      if (!chosen(field)) timer = setTimeout(() => ask(field), 250);
    });
  }

  // -- questions that depend on an answer

  const dependents = [...form.querySelectorAll("[data-depends-on]")];

  function answers(name) {
    return [...form.querySelectorAll(`[name="${name}"]`)]
      .filter((input) => input.closest("[hidden]") === null)
      .filter((input) => (input.type === "radio" || input.type === "checkbox" ? input.checked : true))
      .map((input) => input.value);
  }

  function arrange() {
    for (const input of dependents) {
      const place = input.closest(".fld");
      place.hidden = !answers(input.dataset.dependsOn).includes(input.dataset.dependsValue);
    }
  }

  if (dependents.length) {
    for (const sentence of form.querySelectorAll("[data-when]")) sentence.hidden = true;
    form.addEventListener("change", arrange);
    arrange();
  }
})();
