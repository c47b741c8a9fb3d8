// Speaking with the server: the list comes, the marks go. Each answer is one of: done, nothing new, no network, closed.

const PATIENCE = 10000;
const AT_ONCE = 50;

export class Closed extends Error {}
export class NoNetwork extends Error {}
class WrongReport extends Error {}

export class Server {
  constructor(setup) {
    this.setup = setup;
    this.token = "";
  }

  async #ask(url, options) {
    let answer;
    try {
      answer = await fetch(url, {
        credentials: "same-origin", cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE), ...options,
      });
    } catch {
      throw new NoNetwork();
    }
    if (answer.headers.get("X-Door") === "closed") throw new Closed();
    return answer;
  }

  // {list, facts}; list is null when the one we have is the newest.
  async list(known) {
    const headers = { Accept: "application/json", ...(known ? { "If-None-Match": known } : {}) };
    const answer = await this.#ask(this.setup.list, { headers });
    const expires = Date.parse(answer.headers.get("X-Door-Expires") ?? "");
    if ((answer.status !== 200 && answer.status !== 304) || Number.isNaN(expires)) throw new NoNetwork();
    this.token = answer.headers.get("X-Door-Token") ?? "";
    const facts = { etag: answer.headers.get("ETag"), fetched: Date.now(), expires };
    if (answer.status === 304) return { list: null, facts };
    try {
      return { list: await answer.json(), facts };
    } catch {
      throw new NoNetwork(); // the hotel's own page, or half an answer
    }
  }

  async #report(items) {
    const marks = items.map((item) =>
      item.kind === "undo"
        ? { nonce: item.nonce, undo: true }
        : {
            nonce: item.nonce, guest: item.guest, at: new Date(item.at).toISOString(), door: item.door,
            session: item.session || null, method: item.method,
          },
    );
    if (!this.token) await this.list("");
    const send = () =>
      this.#ask(this.setup.sync, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ sent: new Date().toISOString(), marks }),
      });
    let answer = await send();
    if (answer.status === 403) {
      await this.list("");
      answer = await send();
    }
    if (answer.status === 400) throw new WrongReport();
    if (!answer.ok) throw new NoNetwork();
    try {
      return (await answer.json()).answers;
    } catch {
      throw new NoNetwork();
    }
  }

  // Sends *items* in order, so many at once; calls taken(item, answer) for each that the server has dealt with.
  async send(items, taken) {
    for (let first = 0; first < items.length; first += AT_ONCE) {
      const some = items.slice(first, first + AT_ONCE);
      try {
        const answers = await this.#report(some);
        for (const [index, item] of some.entries()) await taken(item, answers[index]);
      } catch (wrong) {
        if (!(wrong instanceof WrongReport)) throw wrong;
        await this.#oneByOne(some, taken);
      }
    }
  }

  // One mark that the server cannot read must not hold up the others.
  async #oneByOne(items, taken) {
    for (const item of items) {
      try {
        const [answer] = await this.#report([item]);
        await taken(item, answer);
      } catch (wrong) {
        if (!(wrong instanceof WrongReport)) throw wrong;
        await taken(item, { nonce: item.nonce, result: "refused", verdict: "unknown" });
      }
    }
  }
}
