// The filters of the plan narrow it without a reload: the page of the same address is fetched and its results are
// put in the place of those shown. Without this script the form is sent as forms are.

const form = document.getElementById("plan-filters");
const PARTS = ["plan-results", "plan-bar", "plan-reset"];
const WAIT = 250;
let asked = 0;
let timer = 0;

function address() {
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(pairs).toString();
  return `${location.pathname}${query ? `?${query}` : ""}`;
}

async function narrow() {
  const url = address();
  const turn = ++asked;
  let page;
  try {
    const response = await fetch(url, { headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(String(response.status));
    page = new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    form.submit();
    return;
  }
  if (turn !== asked) return; // a later question is on its way
  if (!page.getElementById("plan-results")) {
    form.submit();
    return;
  }
  for (const id of PARTS) document.getElementById(id)?.replaceChildren(...page.getElementById(id).childNodes);
  const next = document.querySelector("#stars [name=next]");
  if (next) next.value = url;
  document.getElementById("plan-found").textContent = page.getElementById("plan-found").textContent;
  history.replaceState(null, "", url);
}

if (form && "DOMParser" in window) {
  document.getElementById("plan-show").hidden = true; // what is chosen is shown at once
  form.addEventListener("change", () => { clearTimeout(timer); narrow(); });
  form.addEventListener("input", (event) => {
    if (event.target.type !== "search") return;
    clearTimeout(timer);
    timer = setTimeout(narrow, WAIT);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(timer); narrow(); });
}
