// Stars are sent where their form would send them; the button and the count change without a new page.
// Their numbers are kept on the device as well, for reading offline, and forgotten on signing out.

const nameOf = (page) => `programme:${page.dataset.slug}:stars`;

export function kept(page) {
  try {
    return new Set(JSON.parse(localStorage.getItem(nameOf(page)) ?? "[]").map(String));
  } catch {
    return new Set();
  }
}

function keep(page, stars) {
  try {
    if (stars.size) localStorage.setItem(nameOf(page), JSON.stringify([...stars]));
    else localStorage.removeItem(nameOf(page));
  } catch {
    // No room or no permission: the list is there all the same while there is a network.
  }
}

const buttons = () => [...document.querySelectorAll("button[form=stars][value], #stars button[value]")];
const isOn = (button) => button.getAttribute("aria-pressed") === "true";

// What this page knows takes the place of what was kept of these sessions; the account may have changed elsewhere.
export function keepStars(page) {
  const stars = kept(page);
  for (const button of buttons()) {
    if (isOn(button)) stars.add(button.value);
    else stars.delete(button.value);
  }
  keep(page, stars);
  for (const form of document.querySelectorAll("form[action*='/accounts/logout/']")) {
    form.addEventListener("submit", () => keep(page, new Set()));
  }
}

export function press(button, on) {
  button.setAttribute("aria-pressed", String(on));
  button.name = on ? "unstar" : "star";
}

function count(number) {
  const label = document.querySelector("[data-mine]");
  if (label) label.textContent = `${label.dataset.mine} (${number})`;
}

export function watchStars(page) {
  const form = document.getElementById("stars");
  form?.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    const on = button.name === "star";
    press(button, on);
    const body = new FormData(form);
    body.set(on ? "star" : "unstar", button.value);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const told = await answer.json();
      press(button, told.on);
      count(told.count);
      const stars = kept(page);
      if (told.on) stars.add(button.value);
      else stars.delete(button.value);
      keep(page, stars);
    } catch {
      press(button, !on);
      button.animate?.([{ opacity: 0.3 }, { opacity: 1 }], 300);
    }
  });
}
