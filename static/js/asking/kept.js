// What is kept on this device: it may be forbidden or full, then nothing is kept.

export function read(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`asking:${key}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(`asking:${key}`);
    else localStorage.setItem(`asking:${key}`, JSON.stringify(value));
  } catch {
    // the page works without it
  }
}
