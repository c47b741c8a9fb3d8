// The list of the library narrows down without reloading. Without this script it is a form, and links.

const form = document.querySelector("form[data-find]");
const found = document.getElementById("found");
const WIDE = matchMedia("(min-width: 60rem)");
const PAUSE = 350;
let waiting, asked;

function wished() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim()) query.append(name, value);
  return query;
}

// The part is asked for at an address of its own, so that no cache mixes it up with the page.
async function show(query, { keepFocus = true } = {}) {
  asked?.abort();
  asked = new AbortController();
  found.setAttribute("aria-busy", "true");
  const address = new URL(form.action);
  address.search = query;
  const part = new URL(address);
  part.searchParams.set("part", "1");
  let answer;
  try {
    answer = await fetch(part, { signal: asked.signal });
    if (!answer.ok) throw new Error(answer.status);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
    return;
  }
  const fresh = document.createElement("div");
  fresh.innerHTML = await answer.text();
  replace(fresh, keepFocus);
  history.replaceState(null, "", address);
  found.removeAttribute("aria-busy");
}

// The live region stays in the page, so that its new words are read out; the focus stays on the same choice.
function replace(fresh, keepFocus) {
  const focused = keepFocus && document.activeElement?.form === form ? nameOf(document.activeElement) : "";
  const before = found.querySelector("[data-facets]");
  const isOpen = before ? before.open : WIDE.matches; // as the reader left it
  const said = found.querySelector("[data-count]");
  const count = fresh.querySelector("[data-count]");
  const words = count.textContent;
  count.replaceWith(said);
  found.replaceChildren(...fresh.childNodes);
  if (said.textContent !== words) said.textContent = words;
  prepare(isOpen);
  if (!keepFocus) {
    said.tabIndex = -1;
    said.focus({ preventScroll: false });
  } else if (focused) {
    found.querySelector(focused)?.focus();
  }
}

function prepare(isOpen) {
  const facets = found.querySelector("[data-facets]");
  if (!facets) return;
  facets.open ||= isOpen;
  facets.querySelector("[data-apply]").hidden = true;
}

function nameOf(input) {
  if (!found.contains(input)) return "";
  return input.type === "checkbox" ? `input[name="${input.name}"][value="${CSS.escape(input.value)}"]` : `#${input.id}`;
}

if (form && found) {
  prepare(WIDE.matches);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    show(wished());
  });
  form.elements.q.addEventListener("input", () => {
    found.querySelector("[data-exact]")?.remove(); // other words, mended as usual
    clearTimeout(waiting);
    waiting = setTimeout(() => show(wished()), PAUSE);
  });
  found.addEventListener("change", (event) => {
    if (event.target.form === form) show(wished());
  });
  found.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-narrow]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const query = new URL(link.href).searchParams;
    form.elements.q.value = query.get("q") ?? "";
    show(query, { keepFocus: false });
  });
}
