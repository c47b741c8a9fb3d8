// Votes without a reload. One that could not be sent is kept on this device and sent when the network is back.

import { read, write } from "./kept.js";
import { inTurn } from "./turns.js";

export function watchVotes(list, words) {
  const form = document.getElementById("voting");
  const key = `votes:${list.dataset.key}`;
  const own = new Set([...list.querySelectorAll('.q-vote[aria-pressed="true"]')].map((each) => each.value));
  let pending = read(key, {}); // number of a question -> whether it is voted for
  let sending = false;

  function press(button, on) {
    const was = button.getAttribute("aria-pressed") === "true";
    button.setAttribute("aria-pressed", String(on));
    button.name = on ? "unvote" : "vote";
    button.toggleAttribute("data-unsent", button.value in pending);
    if (was === on) return;
    const number = button.querySelector("b");
    number.textContent = Math.max(0, Number(number.textContent) + (on ? 1 : -1));
  }

  function tell(text) {
    document.getElementById("fresh").textContent = text;
  }

  // The list is the same for everybody: lay what is one's own over it.
  function dress() {
    for (const button of list.querySelectorAll("button.q-vote")) {
      const counted = own.has(button.value);
      button.setAttribute("aria-pressed", String(counted)); // the number of the server has it already
      button.name = counted ? "unvote" : "vote";
      press(button, pending[button.value] ?? counted);
    }
  }

  function setOwn(keys) {
    own.clear();
    for (const each of keys) own.add(String(each));
  }

  async function post(number, on) {
    const body = new FormData(form);
    body.set(on ? "vote" : "unvote", number);
    return inTurn(() => fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } }));
  }

  async function send() {
    if (sending) return;
    sending = true;
    try {
      for (const [number, on] of Object.entries(pending)) {
        const answer = await post(number, on);
        if (answer.status === 429 || answer.status >= 500) break;
        if (pending[number] === on) delete pending[number];
        if (answer.ok) {
          own[on ? "add" : "delete"](number);
          tell(on ? words.voted : words.unvoted);
        } else {
          const button = list.querySelector(`button.q-vote[value="${number}"]`);
          if (button) press(button, own.has(number));
          const { refused } = await answer.json().catch(() => ({}));
          if (refused) tell(refused);
        }
        list.querySelector(`button.q-vote[value="${number}"]`)?.removeAttribute("data-unsent");
      }
    } catch { // no network: the next look at the list tries again
      tell(words.vote_kept);
    } finally {
      sending = false;
      write(key, Object.keys(pending).length ? pending : null);
    }
  }

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.matches("button.q-vote")) return;
    event.preventDefault();
    const on = button.getAttribute("aria-pressed") !== "true";
    pending[button.value] = on;
    write(key, pending);
    press(button, on);
    send();
  });

  dress();
  if (Object.keys(pending).length) send();
  return { dress, send, setOwn };
}
