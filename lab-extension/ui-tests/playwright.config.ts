import { defineConfig } from '@playwright/test';

const build = '../../build';

/** One browser, one test after the other: they share a JupyterLab, a service and a lake. */
export default defineConfig({
  // `run --grid` names the other folder.
  testDir: process.env.UI_TESTS ?? 'tests',
  outputDir: `${build}/ui-tests/results`,
  workers: 1,
  fullyParallel: false,
  retries: 0,
  // Limits for what hangs, not for what is slow: a busy machine takes its time.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: process.env.PLAYWRIGHT_JUNIT_OUTPUT_FILE === undefined ? [['list']] : [['list'], ['junit']],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' }
  }
});
