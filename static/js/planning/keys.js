// A session carried by the keyboard: arrows move it, Shift with arrows changes its length, Enter puts it where it is
// shown, Escape leaves it where it was. Nothing is sent before Enter.

import { board, clockOf, columns, fill, minutesOf, put, say } from "./board.js";

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
let carried = null; // {block, line, column, minutes, classes}

export function carryByKeys() {
  carried = null;
  for (const link of board().querySelectorAll(".pb > a")) {
    link.addEventListener("keydown", (event) => pressed(event, link.closest(".pb")));
    link.addEventListener("blur", () => leave(link.closest(".pb"), false));
  }
}

function pressed(event, block) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key in MOVES) {
    event.preventDefault();
    if (block.dataset.own) carry(block, MOVES[event.key], event.shiftKey);
    else say(board().dataset.foreign);
  } else if (event.key === "Enter" && carried?.block === block) {
    event.preventDefault();
    drop();
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    location.href = block.dataset.own ? block.querySelector("a").dataset.edit : block.querySelector("a").href;
  } else if (event.key === " ") {
    event.preventDefault();
    location.href = block.querySelector("a").href;
  } else if (event.key === "Escape" && carried?.block === block) {
    event.preventDefault();
    leave(block, true);
  }
}

function carry(block, [lines, steps], isLength) {
  if (carried?.block !== block) {
    carried = {
      block,
      line: Number(block.dataset.line),
      column: Number(block.dataset.column),
      minutes: Number(block.dataset.minutes),
      classes: block.className,
    };
  }
  if (isLength) {
    carried.minutes = Math.max(5, carried.minutes + (lines + steps) * 5);
  } else {
    carried.line = Math.max(1, Math.min(Number(board().dataset.lines), carried.line + lines));
    if (steps) carried.column = neighbour(carried.column, steps);
  }
  show();
}

// The next column to the side, round the end; from “across all” into the first.
function neighbour(place, steps) {
  const places = columns().map((column) => column.place);
  const here = places.indexOf(place);
  if (here < 0) return steps > 0 ? places[0] : places.at(-1);
  return places[(here + steps + places.length) % places.length];
}

function show() {
  const { block, line, column, minutes } = carried;
  const span = Math.max(1, Math.ceil(minutes / 5));
  const across = column === 0 ? "across" : `k${column}`;
  const kept = carried.classes.split(" ").filter((name) => !/^(l|n|k|lane|of)\d+$|^across$/.test(name));
  block.className = [...kept, `l${line}`, `n${span}`, across, "carried"].join(" ");
  const starts = minutesOf(board().dataset.first) + (line - Number(block.dataset.line)) * 5 + offset(block);
  const name = columns().find((each) => each.place === column)?.name;
  const place = `${clockOf(starts)}–${clockOf(starts + minutes)}${name ? `, ${name}` : ""}`;
  block.querySelector(".at").textContent = `${clockOf(starts)}–${clockOf(starts + minutes)}`;
  say(fill(board().dataset.carried, { title: block.querySelector("b").textContent.trim(), place }));
}

// Minutes from the first hour of the grid to where the block stands, to the minute.
function offset(block) {
  return minutesOf(block.dataset.starts) - minutesOf(board().dataset.first);
}

function drop() {
  const { block, line, column, minutes } = carried;
  carried = null;
  put(block, { line, column, minutes });
}

function leave(block, isAsked) {
  if (carried?.block !== block) return;
  block.className = carried.classes;
  const starts = minutesOf(block.dataset.starts);
  block.querySelector(".at").textContent = `${block.dataset.starts}–${clockOf(starts + Number(block.dataset.minutes))}`;
  carried = null;
  say(board().dataset.dropped);
  if (isAsked) block.querySelector("a").focus();
}
