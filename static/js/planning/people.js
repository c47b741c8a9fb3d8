// Suggests people of the conference while a name is typed into the field of an account. Names only, no addresses.

const form = document.querySelector("[data-people-url]");
const list = document.getElementById("people");
let last = "";

async function suggest(field) {
  const wanted = field.value.trim();
  if (wanted.length < 3 || wanted === last) return;
  last = wanted;
  const response = await fetch(`${form.dataset.peopleUrl}?q=${encodeURIComponent(wanted)}`);
  if (!response.ok) return;
  const { people } = await response.json();
  list.replaceChildren(
    ...people.map(({ name, latin, organisation }) => {
      const option = document.createElement("option");
      option.value = name;
      option.label = [name, latin, organisation].filter(Boolean).join(", ");
      return option;
    }),
  );
}

let timer;
form?.addEventListener("input", (event) => {
  if (!event.target.matches("[data-people]")) return;
  clearTimeout(timer);
  timer = setTimeout(() => suggest(event.target), 200);
});
