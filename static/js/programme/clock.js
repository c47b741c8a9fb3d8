// The visitor's own zone is told to the site once; the line about the time then comes from there, in words.
// What is on now is marked anew every half a minute.

export function watchClock() {
  const line = document.getElementById("clock");
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!line || !own || line.dataset.own === own) return;
  const asked = new URL(line.dataset.url, location.href);
  asked.searchParams.set("own", own);
  const zone = new URL(location.href).searchParams.get("zone");
  if (zone) asked.searchParams.set("zone", zone);
  fetch(asked).then(async (answer) => {
    if (!answer.ok || line.contains(document.activeElement)) return;
    const fresh = document.createElement("template");
    fresh.innerHTML = await answer.text();
    const next = fresh.content.getElementById("clock");
    for (const link of next.querySelectorAll("a[href^='?']")) {
      const here = new URL(location.href);
      here.searchParams.set("zone", new URLSearchParams(link.getAttribute("href")).get("zone"));
      link.setAttribute("href", here.search);
    }
    line.querySelector("p").replaceWith(next.querySelector("p"));
  }).catch(() => {});
}

export function watchNow(page) {
  const slots = [...page.querySelectorAll(".t[data-from]")];
  const words = page.dataset.now;
  if (!slots.length || !words) return;
  const mark = () => {
    const now = Date.now();
    for (const slot of slots) {
      const left = Math.max(Math.round((slot.dataset.to - now) / 60000), 1);
      const on = slot.dataset.from <= now && now < slot.dataset.to;
      let tag = slot.querySelector(".nowtag");
      if (!on) {
        tag?.remove();
      } else {
        if (!tag) {
          tag = document.createElement("span");
          tag.className = "nowtag";
          slot.append(tag);
        }
        tag.textContent = words.replace("{minutes}", left);
      }
      for (let card = slot.nextElementSibling; card && !card.classList.contains("t"); card = card.nextElementSibling) {
        if (!card.classList.contains("brk")) card.classList.toggle("live", on);
      }
    }
  };
  mark();
  setInterval(mark, 30000);
}
