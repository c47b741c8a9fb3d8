// What is sent goes one after the other: the first answer may tell the browser who its listener is.

let last = Promise.resolve();

export function inTurn(work) {
  const done = last.then(work);
  last = done.catch(() => {});
  return done;
}
