import { existsSync } from 'node:fs';

import { Lab, expect, started, test } from './lab';

/** The relay stands in front of this instance's Rucio. */
const FLAKY = 'flaky';

test.beforeEach(async ({ service }) => {
  await service.loggedIn();
});

test.describe('Rucio', () => {
  test.beforeEach(async ({ lab, service }) => {
    await service.loggedIn(FLAKY);
    await lab.open();
    await lab.use(FLAKY);
  });

  for (const [what, rule, words] of [
    ['that is down', { refuse: true }, /does not answer|cannot be reached|not reach/i],
    ['that is slow', { hang: true }, /does not answer|did not answer|in time/i],
    ['that answers with a login page', { login_page: true }, /HTML|not Rucio|login page|web page/i],
    [
      'that is overloaded',
      { status: 503, retry_after: 60 },
      /does not answer|not available|unavailable|busy/i
    ]
  ] as const) {
    test(`${what} is said in one sentence, and asked again at a click`, async ({ lab, faults }) => {
      test.slow();
      await faults.set('rucio', rule);

      await lab.search('data:');
      // Beside the search, or above all where more than this one search is known to be in vain.
      const note = lab.panel.locator('.lakeside-note');
      await expect(note.first()).toContainText(words, { timeout: 90_000 });
      expect((await note.first().innerText()).length).toBeLessThan(300);

      await faults.clear();
      const again = note.getByRole('button', { name: /^Try (again|now)$/ });
      await expect(async () => {
        if ((await again.count()) > 0) {
          // It may go under the hand: the instance is asked again by itself, too.
          await again.first().click({ timeout: 5_000 });
        }
        await expect(lab.found).toContainText(/matches/, { timeout: 10_000 });
      }).toPass({ timeout: 120_000 });
      await expect(note).toHaveCount(0);
    });
  }

  for (const [what, leave] of [
    ['types on', async ({ panel }: Lab) => panel.getByRole('searchbox').fill('no')],
    ['clears the box', async ({ panel }: Lab) => panel.getByRole('searchbox').press('Escape')],
    ['hides the panel', async (lab: Lab) => lab.command('application:toggle-left-area')],
    ['looks at another instance', async (lab: Lab) => lab.use('lake')]
  ] as const) {
    test(`is not asked any longer when somebody ${what}`, async ({ lab, faults }) => {
      await faults.set('rucio', { path: '/dids/', hang: true });
      await lab.search('data:');
      await expect.poll(async () => (await faults.of('rucio')).open).toBeGreaterThan(0);
      await expect(lab.found).toHaveText('Searching…');

      await leave(lab);

      // The service itself would wait for longer than this does.
      await expect.poll(async () => (await faults.of('rucio')).open, { timeout: 30_000 }).toBe(0);
    });
  }

  test('is asked again when the panel is shown again', async ({ lab, faults }) => {
    await faults.set('rucio', { path: '/dids/', hang: true });
    await lab.search('data:ok');
    await expect(lab.found).toHaveText('Searching…');
    await lab.command('application:toggle-left-area');
    await expect(lab.panel).toBeHidden();
    await faults.clear();

    await lab.command('application:toggle-left-area');

    await expect(lab.row('ok')).toBeVisible();
  });

  test('that hangs leaves the panel alive', async ({ lab, faults }) => {
    await lab.search('data:');
    await expect(lab.row('ok')).toBeVisible();
    await faults.set('rucio', { hang: true });

    await lab.row('ok').click();
    await expect.poll(async () => (await faults.of('rucio')).open).toBeGreaterThan(0);
    for (const tab of ['Transfers', 'Notebook', 'Explore'] as const) {
      await lab.tab(tab).click({ timeout: 30_000 });
      await expect(lab.tab(tab)).toHaveAttribute('aria-selected', 'true');
    }

    await expect(lab.row('ok')).toBeVisible();
  });
});

test('nobody logged in is said with a button, and a login is enough to go on', async ({ lab }) => {
  await lab.open();
  await lab.command('lakeside:logout');
  await expect(lab.panel.getByRole('button', { name: 'not logged in' })).toBeVisible();
  await lab.search('data:');

  await lab.panel.getByRole('alert').getByRole('button', { name: 'Log in' }).click();
  await lab.logIn();

  await expect(lab.row('ok')).toBeVisible();
});

test('one who may act for two accounts is asked which', async ({ lab, service }) => {
  await service.loggedOut();
  await lab.open();
  await lab.panel.getByRole('button', { name: 'not logged in' }).click();

  await lab.logIn('both');
  await lab.panel.getByRole('combobox', { name: 'Account' }).selectOption('bob');
  await lab.panel.getByRole('button', { name: 'Log in', exact: true }).click();

  await expect(lab.panel.getByRole('button', { name: /^bob$/ })).toBeVisible();
});

test('a search without a match says so', async ({ lab }) => {
  await lab.open();

  await lab.search('data:there-is-no-such-thing');

  await expect(lab.found).toContainText('Nothing of that name. Check the scope');
});

test('a DID that does not exist is not attached, and the reason stands beside it', async ({ lab }) => {
  await lab.openNotebook();

  await lab.command('lakeside:attach', { did: 'data:there-is-no-such-thing' });

  const entry = lab.entry('data:there-is-no-such-thing');
  await expect(entry).toContainText('not attached');
  await expect(entry.getByRole('alert')).toContainText('data:there-is-no-such-thing');
});

test('downloads that cannot succeed end in a sentence each, and nothing half is called here', async ({
  lab,
  service
}) => {
  service.gone('data');
  const reasons = {
    'data:badsum': /adler32 [0-9a-f]{8} instead of adler32 [0-9a-f]{8}/,
    'data:lost': /404/,
    'data:noreplica': /replica/,
    'data:badsize': /bytes|shorter|size/
  };
  await lab.open();
  for (const did of Object.keys(reasons)) {
    await lab.command('lakeside:download', { did });
  }
  await lab.tab('Transfers').click();

  for (const [did, words] of Object.entries(reasons)) {
    const entry = lab.panel.locator(`li[data-lakeside-did="${did}"]`).first();
    await expect(entry).toContainText('failed', { timeout: 60_000 });
    await expect(entry.getByRole('alert')).toContainText(words);
    await expect(entry.getByRole('button', { name: 'Try again' })).toBeVisible();
  }
  await lab.search('data:');
  for (const did of Object.keys(reasons)) {
    await expect(lab.row(did.slice(5)).first()).not.toHaveAttribute('aria-label', /here, verified$/);
  }
});

for (const [what, rule] of [
  ['that is overloaded for a while', { status: 503, retry_after: 1, times: 2 }],
  ['that breaks off half-way', { cut_after: 300_000, times: 1 }]
] as const) {
  test(`a storage ${what} is waited for`, async ({ lab, service, faults }) => {
    service.gone('faults');
    await faults.set('storage', rule);
    await lab.open();

    await lab.command('lakeside:download', { did: 'faults:second' });
    await lab.tab('Transfers').click();

    await expect(lab.entry('second').first()).toContainText('verified', { timeout: 60_000 });
  });
}

test('a service killed during a download is back by itself, and the download goes on', async ({
  lab,
  service,
  faults
}) => {
  service.gone('faults');
  await faults.set('storage', { rate: 15_000 });
  await lab.open();
  await lab.command('lakeside:download', { did: 'faults:many' });
  await lab.tab('Transfers').click();
  await expect(lab.panel.getByRole('progressbar', { name: 'Download of many' })).toBeVisible();

  const { pid } = (await service.api('GET', 'health')) as { pid: number };
  process.kill(pid, 'SIGKILL');
  await faults.clear();

  await expect(lab.entry('many')).toContainText('verified', { timeout: 60_000 });
  await expect(lab.panel.getByRole('button', { name: /^alice/ })).toBeVisible();
});

test('a service that cannot start is said with its log and a way to try again, and JupyterLab is there', async ({
  page
}) => {
  const lab = new Lab(page, 'BROKEN_LAB');
  await lab.openNotebook();

  const note = lab.panel.getByRole('alert').first();
  await expect(note).toContainText('The Lakeside service is not running:');
  await expect(note).toContainText('service');
  await note.getByRole('button', { name: 'Try again' }).click();

  await expect(lab.panel.getByRole('alert').first()).toContainText('The Lakeside service is not running:');
  expect(await lab.value('print(6 * 7)')).toBe('42');
});

test('a second Jupyter server of the same user shares login and downloads', async ({ service, page }) => {
  service.gone('data');
  const second = new Lab(page, 'SECOND_LAB');
  await second.open();
  await expect(second.panel.getByRole('button', { name: /^alice$/ })).toBeVisible();

  await second.command('lakeside:download', { did: 'data:ok' });
  await second.tab('Transfers').click();
  await expect(second.entry('ok').first()).toContainText('verified');

  const { states } = (await service.api('GET', 'states?instance=lake&did=data:ok')) as {
    states: Record<string, { state: string }>;
  };
  expect(states['data:ok']?.state).toBe('here');
  expect(existsSync(`${started('LAKE_FILES_HERE')}/lake/data`)).toBe(true);
});
