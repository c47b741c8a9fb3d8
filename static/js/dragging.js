// The items of a list ([data-item]) are dragged to their places by a grip. The buttons beside it do the same, step by step.
// The window listens, not the grip: an element that is moved within the page loses the capture of its pointer.

const below = (list, dragged, y) =>
  [...list.children].find((item) => {
    if (item === dragged) return false;
    const box = item.getBoundingClientRect();
    return y < box.top + box.height / 2;
  }) || null;

const drop = (item) => {
  const form = item.querySelector("[data-place]");
  form.elements.before.value = item.nextElementSibling ? item.nextElementSibling.dataset.item : "";
  form.submit();
};

const drag = (item, pointer) => {
  const list = item.parentElement;
  const began = item.nextElementSibling;
  const listening = new AbortController();
  const { signal } = listening;
  item.classList.add("dragged");
  window.addEventListener("pointermove", (event) => {
    if (event.pointerId === pointer) list.insertBefore(item, below(list, item, event.clientY));
  }, { signal });
  const end = (event) => {
    if (event.pointerId !== pointer) return;
    listening.abort();
    item.classList.remove("dragged");
    if (event.type === "pointercancel") list.insertBefore(item, began);
    else if (item.nextElementSibling !== began) drop(item);
  };
  window.addEventListener("pointerup", end, { signal });
  window.addEventListener("pointercancel", end, { signal });
};

for (const grip of document.querySelectorAll("[data-grip]")) {
  grip.hidden = false;
  grip.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    drag(grip.closest("li"), event.pointerId);
  });
}
