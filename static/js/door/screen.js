// What the door shows and says. Text goes in as text: nothing of a name is ever read as markup.

const at = (id) => document.getElementById(id);
const BUZZ = { admit: [80], already: [80, 80, 80], refuse: [400] };

export function say(wording, values = {}) {
  return wording.replace(/%\((\w+)\)s/g, (_all, name) => values[name] ?? "");
}

export class Screen {
  constructor(words, language) {
    this.words = words;
    this.plural = new Intl.PluralRules(language);
  }

  get isVerdict() {
    return !at("verdict").hidden;
  }

  #slot(name, text) {
    const place = at("verdict").querySelector(`[data-slot="${name}"]`);
    place.textContent = text ?? "";
    place.hidden = !text;
    return place;
  }

  // told: {kind, word, guest, delegation, undo}; of who is not known: {typed, step}
  verdict(told) {
    const { guest } = told;
    const about = guest ? [guest.country, guest.role].filter(Boolean).join(". ") : "";
    at("verdict-top").className = `verdict is-${told.kind}`;
    this.#slot("word", told.word);
    this.#slot("name", guest?.name ?? guest?.number);
    this.#slot("latin", guest?.latin);
    this.#slot("native", guest?.native);
    this.#slot("about", about || told.typed);
    const instruction = told.kind === "refuse" ? told.step : guest?.instruction;
    this.#slot("instruction", instruction);
    at("verdict-photo").hidden = told.kind === "refuse" || !guest?.no_photos;
    this.delegation(told.delegation);
    this.undo(told.undo);
    at("scan").hidden = true;
    at("verdict").hidden = false;
    at("next").focus({ preventScroll: true });
    window.scrollTo(0, 0);
    const photo = at("verdict-photo").hidden ? "" : this.words.photos;
    const parts = [told.word, guest?.name ?? guest?.number, about, instruction, photo].filter(Boolean);
    at("verdict-said").textContent = "";
    requestAnimationFrame(() => { at("verdict-said").textContent = parts.join(". "); });
    navigator.vibrate?.(BUZZ[told.kind]);
  }

  // The words of the button that takes back what was done last; none when nothing may be.
  undo(text) {
    at("undo").hidden = !text;
    at("undo").textContent = text ?? "";
  }

  // told: {title, came, total, missing: [names]}, or nothing
  delegation(told) {
    at("verdict-delegation").hidden = !told;
    if (!told) return;
    this.#slot("delegation", say(this.words.delegation, told));
    const isComplete = !told.missing.length;
    this.#slot("missing", isComplete ? this.words.all_in : say(this.words.not_yet, { names: told.missing.join(", ") }));
    at("mark-all").hidden = isComplete;
    at("mark-all").textContent = say(this.words.mark_all, { count: told.missing.length });
  }

  scan({ focus = true } = {}) {
    at("verdict").hidden = true;
    at("scan").hidden = false;
    at("id_look").value = "";
    this.names([], null);
    if (focus) at("id_look").focus({ preventScroll: true });
  }

  // The names found, each a button; note is the line above them, or null for none.
  names(guests, note, onChosen) {
    at("door-found").hidden = note === null;
    at("door-found-title").textContent = note ?? "";
    at("door-names").replaceChildren(
      ...guests.map((guest) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        const name = document.createElement("b");
        const more = document.createElement("span");
        button.type = "button";
        name.textContent = guest.name;
        more.textContent = [guest.latin, guest.country, guest.number.replace("-", "\u2011")].filter(Boolean).join(", ");
        button.append(name, " ", more);
        button.addEventListener("click", () => onChosen(guest));
        item.append(button);
        return item;
      }),
    );
  }

  // The line on top: how many marks wait, and whether there is a network.
  line(unsent, isOnline) {
    const line = at("door-line");
    const text = isOnline
      ? unsent ? say(this.words.sending, { count: unsent }) : ""
      : say(this.words.offline[this.plural.select(unsent)] ?? this.words.offline.other, { count: unsent });
    if (line.textContent !== text) line.textContent = text;
    line.hidden = !text;
    document.documentElement.dataset.unsent = unsent;
    document.documentElement.dataset.network = isOnline ? "on" : "off";
  }

  age(text) {
    if (at("door-age").textContent !== text) at("door-age").textContent = text;
  }

  said(text) {
    at("door-said").textContent = "";
    requestAnimationFrame(() => { at("door-said").textContent = text; });
  }

  problem(text) {
    const item = document.createElement("li");
    item.textContent = text;
    at("door-problems").append(item);
  }

  place(text) {
    at("door-place").textContent = text;
  }
}
