// The Latin name is offered while the name is typed, for whoever enters a guest at the desk.

const ICAO = {
  а: "a", б: "b", в: "v", г: "g", д: "d", е: "e", ё: "e", ж: "zh", з: "z", и: "i", й: "i", к: "k", л: "l", м: "m",
  н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "kh", ц: "ts", ч: "ch", ш: "sh", щ: "shch",
  ъ: "ie", ы: "y", ь: "", э: "e", ю: "iu", я: "ia",
};
const form = document.querySelector("[data-walk-in]");
const full = form.querySelector("[data-name=full_name]");
const latin = form.querySelector("[data-name=latin_name]");
const box = form.querySelector("[data-suggest]");
const button = form.querySelector("[data-suggestion]");

function toLatin(word) {
  const text = [...word.toLowerCase()].map((letter) => ICAO[letter] ?? letter).join("");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function offer() {
  const [family, given] = full.value.trim().split(/\s+/);
  const isRussian = /[А-Яа-яЁё]/.test(full.value);
  button.textContent = isRussian ? [given, family].filter(Boolean).map(toLatin).join(" ") : "";
  box.hidden = !isRussian || Boolean(latin.value.trim());
}

// Without a network the answers stay on the screen instead of being lost with an error of the browser.
form.addEventListener("submit", (event) => {
  const note = form.querySelector("[data-offline]");
  note.hidden = navigator.onLine;
  if (navigator.onLine) return;
  event.preventDefault();
  note.scrollIntoView({ block: "center" });
});

full.addEventListener("input", offer);
latin.addEventListener("input", offer);
button.addEventListener("click", (event) => {
  event.preventDefault();
  latin.value = button.textContent;
  offer();
  latin.focus();
});
