// The editor of the programme with the keyboard and the pointer. Everything here is also done by the buttons of a chosen
// session; these modules only send the same forms sooner. After each verb the server draws the page and we take it over.

import { board, DRAWN } from "./board.js";
import { carryByKeys } from "./keys.js";
import { dragBlocks, dragPapers, dragTalks } from "./pointer.js";

function wake() {
  if (board()) {
    carryByKeys();
    dragBlocks();
    dragPapers();
  }
  dragTalks();
}

document.addEventListener(DRAWN, wake);
if (document.getElementById("plan")) wake();
