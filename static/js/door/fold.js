// Names as they are searched, and codes as scanners and people type them. The server does the same (services/door.py).

const LATIN = {
  а: "a", б: "b", в: "v", г: "g", д: "d", е: "e", ё: "e", ж: "zh", з: "z", и: "i", й: "i", к: "k", л: "l", м: "m",
  н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "kh", ц: "ts", ч: "ch", ш: "sh", щ: "shch",
  ъ: "", ы: "y", ь: "", э: "e", ю: "iu", я: "ia", і: "i", ї: "i", є: "ie", ґ: "g", ў: "u", ә: "a", ө: "o", ү: "u",
  ұ: "u", қ: "k", ғ: "g", ң: "n", һ: "h", җ: "zh", ӣ: "i", ӯ: "u", ҳ: "kh", ҷ: "ch",
};
const PLAIN = { ı: "i", ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", þ: "th" };
// Spellings of one sound that passports of different years and countries differ in.
const SAME = [[/shch|sch/g, "sh"], [/kh/g, "h"], [/ts|tz/g, "c"], [/x/g, "ks"], [/y|j/g, "i"], [/i+/g, "i"], [/i(?=[aeou])/g, ""]];

const KEYS_RU = "йцукенгшщзфывапролдячсмить";
const KEYS_EN = "qwertyuiopasdfghjklzxcvbnm";
// The letters of the numbers as they sound, as they look, and as their keys type in Russian.
const PREFIX_RU = "мьуюгнтафсыѕлдпрзишіощ";
const PREFIX_EN = "mmuuunnaasssllpppiiioo";

const CODE = /(?<![0-9A-Z])[2-9A-HJ-NP-Z]{26}(?![0-9A-Z])/g;
const NUMBER = /^([A-Z])(\d{1,6})$/;
const LONG_RUN = /[0-9A-Z]{16,}/;

// «Жук», “Zhuk” and “zhuk” alike.
export function fold(text) {
  const latin = [...text.toLowerCase()].map((letter) => LATIN[letter] ?? PLAIN[letter] ?? letter).join("");
  const bare = latin.normalize("NFD").replace(/[\u0300-\u036f'’ʼʻ`.]/g, "");
  return SAME.reduce((word, [one, other]) => word.replace(one, other), bare);
}

export function words(text) {
  return fold(text).split(/[\s,–-]+/).filter(Boolean);
}

function swap(text, from, to) {
  return [...text.toLowerCase()].map((letter) => (from.includes(letter) ? to[from.indexOf(letter)] : letter)).join("").toUpperCase();
}

function joined(text) {
  return text.replace(/[\s\u00a0‐‑–№#-]/g, "").toUpperCase();
}

// The code of a document in a scanned address or a typed line; "" when there is none.
export function codeIn(text) {
  const line = joined(text);
  const found = line.match(CODE) ?? swap(line, KEYS_RU, KEYS_EN).match(CODE) ?? [];
  return found[found.length - 1] ?? "";
}

// The registration number that was typed: «м 42» is M-0042; "" when it is none.
export function numberIn(text) {
  const found = NUMBER.exec(swap(joined(text), PREFIX_RU, PREFIX_EN));
  return found ? `${found[1]}-${String(Number(found[2])).padStart(4, "0")}` : "";
}

// The end of a number that was typed without its letter: «64» is 0064; "" when it is none.
export function digitsIn(text) {
  const line = joined(text);
  return /^\d{1,6}$/.test(line) ? String(Number(line)).padStart(4, "0") : "";
}

// Whether the text was meant as a code, number or address, right or wrong, and not as a name.
export function looksLikeCode(text) {
  return /\d|:\/\//.test(text) || LONG_RUN.test(swap(joined(text), KEYS_RU, KEYS_EN));
}

// The list carries 128 bits of the SHA-256 of each code, never the code.
export async function fingerprint(code) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code)));
  return [...digest.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
