// The list of questions is asked for again at the interval that the server names. Only what has changed is replaced;
// the focus and the place in the text stay. What is new is told at most once in ten seconds.

const QUIET = 10_000;
const LONGEST = 120;

const plain = (element) => element.outerHTML
  .replace(/name="(?:un)?vote"/g, "").replace(/aria-pressed="\w+"/g, "").replace(/ data-unsent="[^"]*"/g, "");
const keysIn = (root) => new Set([...root.querySelectorAll(".q[id]")].map((each) => each.id));

// Make *old* the same as *fresh*, keeping every question that has not changed as the element it is.
function renew(list, fresh) {
  const kept = new Map([...list.querySelectorAll(".q[id]")].map((each) => [each.id, each]));
  for (const question of fresh.querySelectorAll(".q[id]")) {
    const known = kept.get(question.id);
    if (known && (known.source ?? plain(known)) === plain(question)) question.replaceWith(known);
    else question.source = plain(question);
  }
  list.replaceChildren(...fresh.childNodes);
}

function keepingPlace(list, change) {
  const active = document.activeElement;
  const inside = list.contains(active) ? { id: active.closest(".q")?.id, vote: active.matches(".q-vote") } : null;
  const anchor = [...list.querySelectorAll(".q[id]")].find((each) => each.getBoundingClientRect().bottom > 0);
  const top = anchor?.getBoundingClientRect().top;
  change();
  const same = anchor && document.getElementById(anchor.id);
  if (same && top < innerHeight) scrollBy(0, same.getBoundingClientRect().top - top);
  if (!inside || document.activeElement === active) return;
  const question = inside.id && document.getElementById(inside.id);
  const target = (inside.vote && question?.querySelector("button.q-vote")) || question?.querySelector("a") || question;
  target?.focus({ preventScroll: true });
}

export function watchList(list, words, votes) {
  const status = document.getElementById("fresh");
  const own = document.getElementById("own-list");
  const plural = new Intl.PluralRules(document.documentElement.lang);
  let etag = list.dataset.etag;
  let every = Number(list.dataset.every) || 30;
  let misses = 0;
  let fresh = 0;
  let toldAt = 0;
  let seenAt = new Date();
  let timer;

  function tell(text) {
    if (status.textContent !== text) status.textContent = text;
  }

  function tellFresh() {
    if (!fresh || Date.now() - toldAt < QUIET) return;
    const form = words.fresh[plural.select(fresh)] ?? words.fresh.other;
    tell(form.replace("{count}", fresh));
    toldAt = Date.now();
    fresh = 0;
  }

  async function askMine() {
    const answer = await fetch(list.dataset.mine, { headers: { Accept: "application/json" } });
    if (answer.ok) show(await answer.json());
  }

  function show({ votes: voted, own: html }) {
    if (voted) votes.setOwn(voted);
    if (html !== undefined && own) {
      own.innerHTML = html;
      document.getElementById("own").hidden = !own.children.length;
    }
  }

  function take(html) {
    const fragment = new DOMParser().parseFromString(html, "text/html").body;
    const before = keysIn(list);
    for (const key of keysIn(fragment)) if (!before.has(key)) fresh += 1;
    keepingPlace(list, () => renew(list, fragment));
    votes.dress();
  }

  async function look() {
    clearTimeout(timer);
    if (document.hidden) return;
    try {
      const answer = await fetch(list.dataset.list, { headers: { "If-None-Match": etag } , cache: "no-store" });
      if (!answer.ok && answer.status !== 304) throw new Error(answer.status);
      every = Number(answer.headers.get("Poll-After")) || every;
      misses = 0;
      seenAt = new Date();
      if (status.dataset.off) { delete status.dataset.off; tell(""); }
      if (answer.status === 200) {
        etag = answer.headers.get("ETag") ?? "";
        take(await answer.text());
        if (own?.children.length) await askMine();
      }
      await votes.send();
      tellFresh();
    } catch {
      misses += 1;
      if (misses === 2) {
        status.dataset.off = "1";
        tell(words.offline.replace("{time}", seenAt.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })));
      }
    }
    timer = setTimeout(look, Math.min(every * 2 ** Math.min(misses, 4), LONGEST) * 1000 * (0.9 + Math.random() / 5));
  }

  for (const question of list.querySelectorAll(".q[id]")) question.source = plain(question);
  timer = setTimeout(look, every * 1000);
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  return { look, show };
}
