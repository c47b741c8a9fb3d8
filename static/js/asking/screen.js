// The screen in the hall asks for its moving part at the interval that the server names; it can be stopped.

const screen = document.getElementById("screen");
const pause = document.getElementById("pause");
let etag = screen.dataset.etag;
let every = Number(screen.dataset.every) || 5;
let misses = 0;

async function look() {
  if (pause.getAttribute("aria-pressed") !== "true") {
    try {
      const answer = await fetch(screen.dataset.list, { headers: { "If-None-Match": etag }, cache: "no-store" });
      if (!answer.ok && answer.status !== 304) throw new Error(answer.status);
      every = Number(answer.headers.get("Poll-After")) || every;
      misses = 0;
      if (answer.status === 200) {
        etag = answer.headers.get("ETag") ?? "";
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
        screen.replaceChildren(...fresh.childNodes);
      }
    } catch {
      misses += 1;
    }
  }
  setTimeout(look, Math.min(every * 2 ** Math.min(misses, 3), 60) * 1000 * (0.9 + Math.random() / 5));
}

pause.hidden = false;
pause.addEventListener("click", () => {
  pause.setAttribute("aria-pressed", pause.getAttribute("aria-pressed") === "true" ? "false" : "true");
});
setTimeout(look, every * 1000);
