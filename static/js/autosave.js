// Keeps what is half typed on a step of the form: four seconds after a pause, and when the page is left.
// Nothing on the page is ever lost: when there is no connection, the text stays in its fields and is sent again.
// Without this script the step is saved by its buttons.
(() => {
  "use strict";

  const form = document.querySelector("form[data-autosave]");
  const line = document.querySelector("[data-saved]");
  if (!form || !line) return;

  const PAUSE = 4000;
  const TRY_AGAIN = [5000, 10000, 20000, 30000];
  const said = line.querySelector("[data-saved-text]");
  let timer = 0;
  let failures = 0;
  let changed = false; // something is on the page that the server does not have
  let sending = null;
  let leaving = false;

  function say(text, failed) {
    if (!text) return;
    line.hidden = false;
    line.classList.toggle("failed", failed);
    if (said.textContent !== text) said.textContent = text;
  }

  function body() {
    const data = new FormData(form);
    for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
    data.set("saved_answers", form.dataset.savedAnswers);
    return data;
  }

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(save, milliseconds);
  }

  async function send() {
    changed = false;
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body: body(),
      headers: { Accept: "application/json" },
    });
    if (answer.status === 409) {
      say((await answer.json()).text, true);
      form.removeEventListener("input", touched);
      form.removeEventListener("change", touched);
      return;
    }
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    failures = 0;
    const told = await answer.json();
    say(told.text, false);
    if (told.address) history.replaceState(null, "", told.address); // what began here has an address of its own now
  }

  async function save() {
    if (sending || !changed || leaving) return;
    sending = send();
    try {
      await sending;
    } catch {
      changed = true;
      say(form.dataset.notSaved, true);
      later(TRY_AGAIN[Math.min(failures, TRY_AGAIN.length - 1)]);
      failures += 1;
    } finally {
      sending = null;
    }
    if (changed && !failures) later(PAUSE);
  }

  function touched() {
    changed = true;
    if (!failures) later(PAUSE);
  }

  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  window.addEventListener("online", () => changed && later(0));

  // A step is sent only after the text that is on its way has arrived, or it would come after the answers.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    leaving = true;
    if (!sending) return;
    event.preventDefault();
    const patience = new Promise((resolve) => setTimeout(resolve, 5000));
    const button = event.submitter;
    Promise.race([sending.catch(() => {}), patience]).then(() => {
      sending = null;
      form.requestSubmit(button);
    });
  });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !changed || sending || leaving) return;
    changed = false;
    fetch(form.dataset.autosave, { method: "POST", body: body(), keepalive: true }).catch(() => {
      changed = true;
    });
  });
})();
