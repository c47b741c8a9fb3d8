// The list in memory: whom a code, a number or some letters lead to, who is in, who of a delegation is missing.

import { words } from "./fold.js";

export class Guests {
  constructor(list) {
    this.list = list;
    this.byCode = new Map();
    this.byVoid = new Map();
    this.byNumber = new Map();
    this.byId = new Map();
    for (const guest of list.guests) {
      this.byId.set(guest.id, guest);
      if (guest.number) this.byNumber.set(guest.number, guest);
      for (const code of guest.codes ?? []) this.byCode.set(code, guest);
      for (const code of guest.void ?? []) this.byVoid.set(code, guest);
      guest.words = words([guest.name, guest.latin, guest.native].filter(Boolean).join(" "));
    }
  }

  get size() {
    return this.list.guests.filter((guest) => guest.verdict === "admit").length;
  }

  // Every word typed begins a word of the name; those who match the first word of it come first.
  search(text) {
    const typed = words(text);
    if (!typed.length) return [];
    const found = this.list.guests.filter(
      (guest) => guest.name && typed.every((part) => guest.words.some((word) => word.startsWith(part))),
    );
    return found.sort((one, other) => one.name.localeCompare(other.name, this.list.language));
  }

  // Those whose number ends in these digits.
  numbered(digits) {
    return this.list.guests.filter((guest) => guest.number?.endsWith(`-${digits}`));
  }

  members(guest) {
    if (!guest.delegation) return [];
    return this.list.guests.filter((each) => each.delegation === guest.delegation && each.verdict === "admit");
  }

  title(guest) {
    return this.list.delegations[guest.delegation] ?? "";
  }
}

// «Л. Григорян»: a name short enough for a line of several.
export function initials(name) {
  const parts = name.split(" ");
  return parts.length > 1 ? `${parts[0][0]}. ${parts.slice(1).join(" ")}` : name;
}
