"""What a device keeps of the door cannot be read, and is forgotten in time."""

from __future__ import annotations

from tests.browser.door.conftest import until

DUMP = """async () => {
  const texts = [], keys = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => { const r = indexedDB.open(name); r.onsuccess = () => done(r.result); });
    for (const store of db.objectStoreNames) {
      const rows = await new Promise((done) => {
        const r = db.transaction(store).objectStore(store).getAll(); r.onsuccess = () => done(r.result);
      });
      for (const row of rows) {
        if (row instanceof CryptoKey) keys.push(row.extractable);
        else texts.push(JSON.stringify(row) + (row.sealed ? new TextDecoder().decode(row.sealed) : ''));
      }
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const answer of await cache.matchAll()) {
      if ((answer.headers.get('Content-Type') ?? '').startsWith('text')) texts.push(await answer.text());
    }
  }
  return { texts, keys };
}"""


def test_nothing_readable_is_kept_and_the_key_stays_in_the_browser(phone, guests):
    device = phone()

    kept = device.page.evaluate(DUMP)

    names = {word for guest in guests for word in guest["full_name"].split() if len(word) > 5}
    assert kept["keys"] == [False]
    assert len(kept["texts"]) > 5
    assert [name for name in names if any(name in text for text in kept["texts"])] == []


def test_a_device_forgets_when_it_is_told_to(phone):
    device = phone()

    device.page.click("#forget")
    device.page.wait_for_selector("html:not([data-door])")
    assert until(lambda: device.page.evaluate("caches.keys()") == [])

    assert device.page.evaluate(DUMP) == {"texts": [], "keys": []}
    assert device.page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_a_device_forgets_when_its_volunteer_is_signed_out(phone):
    device = phone()

    device.context.clear_cookies()
    device.page.evaluate("window.dispatchEvent(new Event('online'))")
    device.page.wait_for_selector("html:not([data-door])")

    device.page.evaluate("window.dispatchEvent(new Event('online'))")
    device.page.wait_for_timeout(300)

    kept = device.page.evaluate(DUMP)
    assert kept["keys"] == []
    assert device.page.locator("#door-problems li").count() == 1


def test_a_list_of_yesterday_is_not_shown(phone):
    device = phone()
    device.page.evaluate(
        """async () => {
          const db = await new Promise((done) => {
            const r = indexedDB.open('vmeste-door-inclusion-next'); r.onsuccess = () => done(r.result);
          });
          const keep = db.transaction('keep', 'readwrite').objectStore('keep');
          const row = await new Promise((done) => {
            const r = keep.get('list-ru'); r.onsuccess = () => done(r.result);
          });
          row.expires = Date.now() - 1000;
          keep.put(row, 'list-ru');
        }"""
    )
    device.offline()

    device.page.reload()
    device.page.wait_for_selector("html[data-network=off]")

    assert device.page.locator("html").get_attribute("data-door") is None
    assert device.page.evaluate(DUMP)["keys"] == []
