// How many words are chosen; passing over words with the mouse button down chooses them all.

const form = document.getElementById("blacken");
const count = form?.querySelector("[data-count]");

if (form && count) {
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const told = () => {
    const number = boxes.filter((box) => box.checked).length;
    count.textContent = number ? form.dataset.some.replace("{count}", number) : form.dataset.none;
  };
  let painting = null;
  const boxAt = (event) => event.target.closest("label")?.querySelector("input");
  form.addEventListener("pointerdown", (event) => {
    const box = boxAt(event);
    if (box && event.pointerType === "mouse") painting = !box.checked;
  });
  form.addEventListener("pointerover", (event) => {
    const box = boxAt(event);
    if (painting === null || !box || event.buttons !== 1 || box.checked === painting) return;
    box.checked = painting;
    told();
  });
  addEventListener("pointerup", () => { painting = null; });
  form.addEventListener("change", told);
  told();
}
