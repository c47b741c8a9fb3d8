// The same verbs by mouse or pen: a block to another line and column, a paper into a session, a talk up or down.
// A finger scrolls the page; it has the buttons.

import { board, columns, put, send } from "./board.js";

const FAR = 5; // pixels before a press becomes a drag

function drag(handle, { begin, move, end }) {
  handle.addEventListener("pointerdown", (down) => {
    if (down.button !== 0 || down.pointerType === "touch" || down.target.closest("button, input, select, form")) return;
    let isDragging = false;
    const moved = (event) => {
      if (!isDragging && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < FAR) return;
      if (!isDragging) {
        isDragging = true;
        begin(down);
      }
      event.preventDefault();
      move(event, event.clientX - down.clientX, event.clientY - down.clientY);
    };
    const up = (event) => {
      window.removeEventListener("pointermove", moved);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("pointercancel", cancel);
      window.removeEventListener("keydown", escaped);
      if (!isDragging) return;
      handle.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => handle.removeEventListener("click", swallow, { capture: true }), 50);
      end(event);
    };
    const cancel = () => up(null);
    const escaped = (event) => event.key === "Escape" && up(null);
    window.addEventListener("pointermove", moved);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", cancel);
    window.addEventListener("keydown", escaped);
  });
  handle.addEventListener("dragstart", (event) => event.preventDefault());
}

function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

const isGrid = () => getComputedStyle(board()).display === "grid";

// The line of the grid at a height of the window: tracks of lines may have grown with their content.
function lineAt(clientY) {
  const tracks = getComputedStyle(board()).gridTemplateRows.split(" ").map(parseFloat);
  let y = clientY - board().getBoundingClientRect().top - tracks[0];
  for (let line = 1; line < tracks.length; line += 1) {
    if (y < tracks[line] / 2) return line;
    y -= tracks[line];
  }
  return tracks.length - 1;
}

function columnAt(clientX) {
  const found = columns().find(({ head }) => {
    const box = head.getBoundingClientRect();
    return clientX >= box.left && clientX < box.right;
  });
  return found?.place;
}

export function dragBlocks() {
  for (const block of board().querySelectorAll(".pb[data-own=yes]")) {
    let grip = 0;
    drag(block, {
      begin: (down) => {
        grip = down.clientY - block.getBoundingClientRect().top;
        block.classList.add("dragged");
      },
      move: (event, dx, dy) => {
        if (isGrid()) block.style.transform = `translate(${dx}px, ${dy}px)`;
      },
      end: (event) => {
        block.classList.remove("dragged");
        block.style.transform = "";
        if (!event || !isGrid()) return;
        const own = Number(block.dataset.column);
        put(block, { line: lineAt(event.clientY - grip), column: own === 0 ? 0 : columnAt(event.clientX) ?? own });
      },
    });
  }
}

const blockUnder = (event) =>
  document.elementsFromPoint(event.clientX, event.clientY).find((each) => each.closest?.(".pb"))?.closest(".pb");

export function dragPapers() {
  const form = document.getElementById("place");
  for (const row of document.querySelectorAll(".paper-row")) {
    let target = null;
    drag(row, {
      begin: () => row.classList.add("dragged"),
      move: (event) => {
        target?.classList.remove("target");
        target = blockUnder(event);
        target?.classList.add("target");
      },
      end: (event) => {
        row.classList.remove("dragged");
        target?.classList.remove("target");
        if (!event || !target?.dataset.own) return;
        send(form.action, { submission: row.dataset.paper, session: target.dataset.session }, { focus: `#${target.id} a` });
      },
    });
  }
}

export function dragTalks() {
  const list = document.getElementById("talks");
  if (!list) return;
  const rows = () => [...list.children];
  for (const row of rows()) {
    drag(row, {
      begin: () => row.classList.add("dragged"),
      move: (event) => {
        const over = rows().find((each) => {
          const box = each.getBoundingClientRect();
          return each !== row && event.clientY > box.top && event.clientY < box.bottom;
        });
        if (over) rows().indexOf(over) < rows().indexOf(row) ? over.before(row) : over.after(row);
      },
      end: (event) => {
        row.classList.remove("dragged");
        if (event) send(row.dataset.orderUrl, { position: rows().indexOf(row) + 1 });
      },
    });
  }
}
