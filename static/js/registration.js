// The badge beside the form follows what is typed, and the Latin name is offered at once.
// Without this script the badge is drawn by the server and the offer comes with the next page.
(() => {
  const form = document.querySelector("[data-registration-form]");
  const badge = document.querySelector("[data-badge-preview]");
  if (!form || !badge) return;

  const ICAO = {
    а: "a", б: "b", в: "v", г: "g", д: "d", е: "e", ё: "e", ж: "zh", з: "z", и: "i", й: "i", к: "k", л: "l", м: "m",
    н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "kh", ц: "ts", ч: "ch", ш: "sh", щ: "shch",
    ъ: "ie", ы: "y", ь: "", э: "e", ю: "iu", я: "ia",
  };
  const PATRONYMIC = /(ович|евич|ёвич|ич|овна|евна|ёвна|ична|инична|улы|ұлы|уулу|оглы|оглу|кызы|қызы|гызы)$/i;

  const CYRILLIC = /[А-Яа-яЁё]/;

  const field = (name) => form.querySelector(`[data-name="${name}"]`);
  const value = (name) => (field(name) ? field(name).value.trim() : null);

  function takeApart(full, latin) {
    const words = full.split(/\s+/).filter(Boolean);
    if (words.length < 2) return { family: "", given: words.join(" ") };
    if (words.length === 3 && PATRONYMIC.test(words[2])) return { family: words[0], given: words[1] };
    if (words.length === 3 && PATRONYMIC.test(words[1])) return { family: words[2], given: words[0] };
    const lastLatin = (latin || "").split(/\s+/).pop().toLowerCase();
    const cyrillic = CYRILLIC.test(full);
    const familyFirst = cyrillic && (!lastLatin || toLatin(words[0]).toLowerCase().slice(0, 3) === lastLatin.slice(0, 3));
    return familyFirst
      ? { family: words[0], given: words.slice(1).join(" ") }
      : { family: words[words.length - 1], given: words.slice(0, -1).join(" ") };
  }

  function toLatin(word) {
    const latin = [...word.toLowerCase()].map((letter) => ICAO[letter] ?? letter).join("");
    return latin.replace(/(^|[-‐ ])(\p{L})/gu, (_found, before, letter) => before + letter.toUpperCase());
  }

  function show(name, text) {
    const place = badge.querySelector(`[data-badge="${name}"]`);
    if (!place || text === null) return;
    place.textContent = text || place.dataset.empty || "";
    if (name !== "name") return;
    if (text.length > 30) place.dataset.fit = text.length > 60 ? "longer" : "long";
    else delete place.dataset.fit;
  }

  function post() {
    const language = document.documentElement.lang;
    return value(`position_${language}`) || value("position_ru") || value("position_en");
  }

  function draw() {
    const full = value("full_name");
    const latin = badge.querySelector('[data-badge="latin"]');
    if (full !== null) {
      const name = takeApart(full, value("latin_name"));
      show("name", `${name.given} ${name.family}`.trim());
      offer(full, name);
      if (latin) latin.hidden = Boolean(full) && value("latin_name") === `${name.given} ${name.family}`.trim();
    }
    show("latin", value("latin_name"));
    show("post", post());
    const country = field("country");
    if (country) show("country", country.value ? country.selectedOptions[0].textContent : "");
  }

  function offer(full, name) {
    const box = form.querySelector("[data-suggest]");
    if (!box) return;
    const typed = value("latin_name") || "";
    const typedCyrillic = CYRILLIC.test(typed);
    let offered = "";
    if (CYRILLIC.test(full)) offered = name.family ? `${toLatin(name.given.split(" ")[0])} ${toLatin(name.family)}` : "";
    else if (typedCyrillic) offered = typed.split(/\s+/).map(toLatin).join(" ");
    box.querySelector("[data-suggestion]").textContent = offered;
    box.hidden = !offered || (Boolean(typed) && !typedCyrillic);
  }

  form.addEventListener("input", draw);
  form.addEventListener("change", draw);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-suggestion]");
    if (!button) return;
    event.preventDefault();
    const latin = field("latin_name");
    latin.value = button.textContent;
    latin.focus();
    draw();
  });
  draw();
})();
