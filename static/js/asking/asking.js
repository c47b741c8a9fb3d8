// The page of questions: the list renews itself, votes and questions survive a tunnel.
// Everything here has a form or a link behind it, which works without this script.

import { watchList } from "./list.js";
import { watchVotes } from "./votes.js";
import { watchComposer } from "./composer.js";

const words = JSON.parse(document.getElementById("asking-words")?.textContent ?? "{}");
const list = document.getElementById("asked");

const votes = list ? watchVotes(list, words) : null;
const watch = list ? watchList(list, words, votes) : null;
watchComposer(document.querySelector(".q-ask form"), words, watch);

// The way to the form is of no use when the form is on the screen.
const jump = document.querySelector(".q-jump");
const form = document.getElementById("ask");
if (jump && form) {
  new IntersectionObserver(([seen]) => jump.toggleAttribute("data-near", seen.isIntersecting)).observe(form);
}
