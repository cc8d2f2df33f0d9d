// Scrolls through a search in a real browser, and through plain text of the same size in the same page; prints the milliseconds of
// every frame as JSON. Called by measure/scroll.py, with Playwright from the browser tests.
const { chromium } = require('../lab-extension/ui-tests/node_modules/@playwright/test');

const { LAB_URL, LAB_TOKEN, CHROMIUM, SEARCH, MATCHES, SECONDS } = process.env;
const LIMIT = 240_000;

/** Runs in the page: scrolls on until the last of all rows is there. */
async function toTheEnd([which, matches]) {
  const list = document.querySelector(which);
  while (list.querySelector(`[aria-posinset="${matches}"]`) === null) {
    list.scrollTop = list.scrollHeight;
    await new Promise(requestAnimationFrame);
  }
}

/** Runs in the page: a step of five rows in each frame, down and up again at the ends. */
function scrolled([which, seconds]) {
  const list = document.querySelector(which);
  return new Promise(resolve => {
    const frames = [];
    let down = 1;
    let last = null;
    const step = now => {
      if (last !== null) frames.push(now - last);
      last = now;
      const before = list.scrollTop;
      list.scrollTop += 120 * down;
      if (list.scrollTop === before) down = -down;
      if (frames.reduce((sum, one) => sum + one, 0) < seconds * 1000) requestAnimationFrame(step);
      else resolve(frames);
    };
    requestAnimationFrame(step);
  });
}

/** Runs in the page: over the list, as large as it, as many lines as a few seconds go through. */
function plain(which) {
  const box = document.querySelector(which).getBoundingClientRect();
  const text = document.createElement('div');
  text.id = 'plain';
  text.style.cssText = `position: fixed; z-index: 99999; overflow: auto; background: white; contain: strict; line-height: 24px;
    left: ${box.left}px; top: ${box.top}px; width: ${box.width}px; height: ${box.height}px`;
  for (let line = 0; line < 5000; line++) {
    const one = document.createElement('div');
    one.textContent = `run${line}.AOD.f00.000017  5 files  17.6 KiB`;
    text.append(one);
  }
  document.body.append(text);
}

async function main() {
  const browser = await chromium.launch({ executablePath: CHROMIUM });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    page.setDefaultTimeout(LIMIT);
    await page.goto(`${LAB_URL}/lab?reset&token=${LAB_TOKEN}`);
    await page.waitForFunction(() => 'jupyterapp' in globalThis);
    await page.evaluate(() => globalThis.jupyterapp.restored);
    await page.evaluate(() => void globalThis.jupyterapp.commands.execute('lakeside:open-panel', { tab: 'explore' }));
    const panel = page.locator('#jupyterlab-lakeside');
    const box = panel.getByRole('searchbox');
    await box.fill(SEARCH);
    await box.press('Enter');
    await panel.getByRole('treeitem').first().waitFor();
    const tree = '#jupyterlab-lakeside .lakeside-tree';
    await page.evaluate(toTheEnd, [tree, MATCHES]);
    await page.locator(tree).evaluate(list => void (list.scrollTop = list.scrollHeight / 2));
    await page.evaluate(plain, tree);
    const bare = await page.evaluate(scrolled, ['#plain', Number(SECONDS)]);
    await page.evaluate(() => document.getElementById('plain').remove());
    const ours = await page.evaluate(scrolled, [tree, Number(SECONDS)]);
    console.log(JSON.stringify({ ours, plain: bare }));
  } finally {
    await browser.close();
  }
}

main().catch(problem => {
  console.error(problem.message);
  process.exitCode = 1;
});
