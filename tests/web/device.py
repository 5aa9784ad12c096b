"""What the client keeps on the device, and a device without a connection."""

from playwright.sync_api import BrowserContext, Page, expect

# Until what was seen is written down: what stands on the screen is, a little later.
WRITTEN = """async ({ path, words, gone }) => {
  const open = indexedDB.open('crm');
  await new Promise(done => { open.onsuccess = done });
  const seen = () => new Promise(done => {
    const all = open.result.transaction('seen').objectStore('seen').getAll();
    all.onsuccess = () => done(JSON.stringify(all.result.filter(each => each.queryHash.includes(path))));
  });
  for (const began = performance.now(); performance.now() - began < 20_000;) {
    const text = await seen();
    if (words.every(each => text.includes(each)) && !gone.some(each => text.includes(each))) return;
    await new Promise(next => setTimeout(next, 20));
  }
  throw new Error(`not as written down: ${words}, without ${gone}`);
}"""


def is_written(page: Page, *words: str, gone: tuple[str, ...] = (), path: str = "") -> None:
    page.evaluate(WRITTEN, {"path": path, "words": words, "gone": gone})


def goes_offline(context: BrowserContext, *pages: Page) -> None:
    context.set_offline(True)
    for page in pages:
        expect(page.get_by_text("Sin conexión.")).to_be_visible()
