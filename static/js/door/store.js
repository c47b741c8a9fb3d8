// What this device keeps: the list, encrypted under a key that cannot be taken out of the browser, and the marks not
// sent yet, which name nobody. Stores: "keep" (key, lists, place) and "queue".

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open(name) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("keep");
    request.result.createObjectStore("queue", { keyPath: "order", autoIncrement: true });
  };
  return asked(request);
}

export class Store {
  #adding = new WeakMap(); // item → the promise of its place in the queue

  constructor(slug) {
    this.name = `vmeste-door-${slug}`;
  }

  async begin() {
    this.database = await open(this.name);
    this.database.onversionchange = () => this.database.close();
    return this;
  }

  #in(store, mode = "readonly") {
    return this.database.transaction(store, mode).objectStore(store);
  }

  async #key() {
    const known = await asked(this.#in("keep").get("key"));
    if (known) return known;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    await asked(this.#in("keep", "readwrite").put(made, "key"));
    return made;
  }

  async saveList(list, facts) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(list));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await this.#key(), text);
    await asked(this.#in("keep", "readwrite").put({ ...facts, iv, sealed }, `list-${list.language}`));
  }

  // {list, facts}, or null when there is none, when it is too old, or when its key is gone.
  async loadList(language) {
    const row = await asked(this.#in("keep").get(`list-${language}`));
    if (!row) return null;
    const { iv, sealed, ...facts } = row;
    if (Date.now() >= facts.expires) {
      await this.forgetLists();
      return null;
    }
    try {
      const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await this.#key(), sealed);
      return { list: JSON.parse(new TextDecoder().decode(text)), facts };
    } catch {
      await this.forgetLists();
      return null;
    }
  }

  async place() {
    return (await asked(this.#in("keep").get("place"))) ?? null;
  }

  savePlace(place) {
    return asked(this.#in("keep", "readwrite").put(place, "place"));
  }

  queue() {
    return asked(this.#in("queue").getAll());
  }

  add(item) {
    const added = this.#add(item);
    this.#adding.set(item, added);
    return added;
  }

  async #add(item) {
    const { order, ...row } = item;
    item.order = await asked(this.#in("queue", "readwrite").add(row));
  }

  // Both wait until the item has its place: without one it would get a second, or none would be found.
  async change(item) {
    await this.#adding.get(item);
    await asked(this.#in("queue", "readwrite").put({ ...item }));
  }

  async remove(item) {
    await this.#adding.get(item);
    await asked(this.#in("queue", "readwrite").delete(item.order));
  }

  // The lists and their key. The marks stay: they name nobody, and somebody entered on the strength of them.
  forgetLists() {
    return asked(this.#in("keep", "readwrite").clear());
  }

  async forgetAll() {
    await this.forgetLists();
    await asked(this.#in("queue", "readwrite").clear());
    this.database.close();
    await asked(indexedDB.deleteDatabase(this.name)).catch(() => {});
  }
}
