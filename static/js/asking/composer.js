// The question that is being written is kept on this device until it is sent, and sent when the network is back.

import { read, write } from "./kept.js";
import { inTurn } from "./turns.js";

export function watchComposer(form, words, watch) {
  if (!form) return;
  const key = `draft:${form.dataset.key}`;
  const field = form.elements.text;
  const said = form.querySelector("[data-said]");
  const refused = Boolean(form.querySelector(".msg"));
  let waiting = false;

  function say(text) {
    said.hidden = !text;
    said.textContent = text;
  }

  function keep() {
    const text = field.value;
    write(key, text.trim() ? { text, waiting } : null);
  }

  async function send() {
    const button = form.querySelector("button[type=submit]");
    if (button.disabled) return;
    button.disabled = true;
    try {
      const answer = await inTurn(() => fetch(location.href, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json" },
      }));
      waiting = false;
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      if (!answer.ok || !isJson) { // the page with what is to be mended
        keep();
        form.submit();
        return;
      }
      const told = await answer.json();
      field.value = "";
      keep();
      watch?.show(told);
      say(told.wait ? words.sent : words.shown);
      watch?.look();
    } catch {
      waiting = true;
      keep();
      say(words.kept);
    } finally {
      button.disabled = false;
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
      if (event.submitter?.name === "switch_language") return; // the page in the other language
      if (!field.value.trim()) return;
      event.preventDefault();
      send();
    });
    if (waiting && navigator.onLine && !refused) send();
  } else {
    form.addEventListener("submit", () => write(key, null));
  }
}
