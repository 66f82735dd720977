"""How an event page arrives in a real browser on a slow line: paint, shifts and weight."""

import shutil

from playwright.sync_api import sync_playwright

# "Slow 4G" as Lighthouse has it: 150 ms there and back, 1.6 Mbit/s down, 750 kbit/s up.
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 750e3 / 8,
}
WATCH = """
    window.paint = 0;
    window.shift = 0;
    const watch = (type, each) =>
        new PerformanceObserver(list => list.getEntries().forEach(each))
            .observe({type, buffered: true});
    watch("largest-contentful-paint", entry => { window.paint = entry.startTime });
    watch("layout-shift", entry => { if (!entry.hadRecentInput) window.shift += entry.value });
"""
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def load(address, viewport, scale):
    """Seconds to the largest paint, layout shift, and kB without images of one cold visit."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        context = browser.new_context(viewport=viewport, device_scale_factor=scale)
        page, kinds, sizes = context.new_page(), {}, {}
        page.add_init_script(WATCH)
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.emulateNetworkConditions", SLOW_4G)
        wire.on("Network.responseReceived", lambda it: kinds.update({it["requestId"]: it["type"]}))
        wire.on(
            "Network.loadingFinished",
            lambda it: sizes.update({it["requestId"]: it["encodedDataLength"]}),
        )
        page.goto(address, wait_until="load")
        page.wait_for_function("window.paint > 0")
        page.wait_for_load_state("networkidle")
        paint, shift = page.evaluate("[window.paint, window.shift]")
        browser.close()
    weight = sum(size for key, size in sizes.items() if kinds.get(key) != "Image")
    return paint / 1000, shift, weight / 1000
