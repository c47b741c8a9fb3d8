// The question that is being written is kept on this device until it is sent, and sent when the network is back.

import { read, write } from "./kept.js";
import { inTurn } from "./turns.js";

export function watchComposer(form, words, watch) {
  if (!form) return;
  const key = `draft:${form.dataset.key}`;
  const field = form.elements.text;
  const said = form.querySelector("[data-said]");
  const refused = Boolean(form.querySelector(".msg, [data-named]"));
  let waiting = false;
  let sending = false;
  let plainly = false;

  function say(text) {
    said.hidden = !text;
    said.textContent = text;
  }

  function keep() {
    const text = field.value;
    write(key, text.trim() ? { text, waiting } : null);
  }

  // Pressed is the button with which somebody sends it; nothing is pressed when the network came back.
  async function send(pressed) {
    if (sending) return;
    sending = true;
    try {
      const answer = await inTurn(() => fetch(location.href, {
        method: "POST", body: new FormData(form, pressed), headers: { Accept: "application/json" },
      }));
      waiting = false;
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      if (!answer.ok || !isJson) { // the page with what is to be mended
        keep();
        plainly = true;
        form.requestSubmit(pressed);
        return;
      }
      const told = await answer.json();
      field.value = "";
      keep();
      watch?.show(told);
      form.querySelector("[data-named]")?.remove();
      say(told.wait ? words.sent : words.shown);
      if (pressed) document.getElementById("own").focus(); // what becomes of it stands there
      watch?.look();
    } catch {
      waiting = true;
      keep();
      say(words.kept);
    } finally {
      sending = false;
    }
  }

  const draft = read(key, null);
  if (draft?.text && !field.value) {
    field.value = draft.text;
    say(words.draft);
    waiting = Boolean(draft.waiting);
  }
  field.addEventListener("input", () => { waiting = false; say(""); keep(); });
  addEventListener("online", () => { if (waiting) send(); });
  if (watch) {
    form.addEventListener("submit", (event) => {
      if (plainly || event.submitter?.name === "switch_language") return; // the page in the other language
      if (!field.value.trim()) return;
      event.preventDefault();
      send(event.submitter ?? undefined);
    });
    if (waiting && navigator.onLine && !refused) send();
  } else {
    form.addEventListener("submit", () => write(key, null));
  }
}
