// While a new file is read, the page of the article asks every three seconds whether it is done, and says so in place.
// What is typed meanwhile stays; the new text is a link away. Without this script the page has a link that reloads it.

const note = document.getElementById("reading");
const EVERY = 3000;
const MOST = 200;
let asked = 0;

async function isRead() {
  const answer = await fetch(note.dataset.url, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(answer.status);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  return fresh.getElementById("files") !== null && fresh.getElementById("reading") === null;
}

async function ask() {
  asked += 1;
  try {
    if (await isRead()) {
      for (const each of note.children) each.hidden = !("done" in each.dataset);
      return;
    }
  } catch {
    // No network: the next time, or the link.
  }
  if (asked < MOST) setTimeout(ask, EVERY);
}

if (note) setTimeout(ask, EVERY);
