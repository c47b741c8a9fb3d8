// <form data-find="address">: shows what is found while one types. Without a script the form is an ordinary GET.

const form = document.querySelector("form[data-find]");
const contents = document.getElementById("contents");
const field = form?.elements.q;
const PAUSE = 250;
let waiting, asked;

function wanted() {
  const query = new URLSearchParams(new FormData(form));
  if (!query.get("q")?.trim()) query.delete("q");
  return query;
}

function here(query) {
  const text = query.toString();
  return `${form.action.split("#")[0]}${text ? `?${text}` : ""}`;
}

async function find() {
  const query = wanted();
  asked?.abort();
  asked = new AbortController();
  let answer;
  try {
    answer = await fetch(`${form.dataset.find}?${query}`, { signal: asked.signal });
  } catch {
    return; // overtaken by the next letter, or no network: the button still works
  }
  if (!answer.ok) return;
  const said = contents.querySelector("[data-count]");
  const fresh = document.createElement("div");
  fresh.innerHTML = await answer.text();
  const count = fresh.querySelector("[data-count]");
  const before = said.innerHTML;
  count.replaceWith(said); // the live region stays, so that its new words are read out
  contents.replaceChildren(...fresh.childNodes);
  if (count.innerHTML !== before) said.innerHTML = count.innerHTML;
  history.replaceState(null, "", here(query));
  for (const link of document.querySelectorAll("[data-order]")) {
    const order = new URLSearchParams(query);
    if (link.dataset.order) order.set("by", link.dataset.order); else order.delete("by");
    link.href = `${here(order)}#contents-h`;
  }
}

if (form && contents) {
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    find();
  });
  contents.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-all], a[data-try]");
    if (!link) return;
    event.preventDefault();
    field.value = link.dataset.try ?? "";
    field.focus();
    find();
  });
}
