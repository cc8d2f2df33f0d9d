import {
  FakeService,
  type Panel,
  instance,
  json,
  login,
  readyPanel,
  refusal,
  until
} from '../testing/fakeService';
import { LoginModel } from './loginModel';

test('keeps no password, not even after a refusal', async () => {
  const { service, lake } = await readyPanel();
  service.on('POST instances/lake/login', () => refusal('wrong-credentials', 401));
  const model = new LoginModel(lake);
  model.open('lake');

  await model.send({ kind: 'userpass', username: 'alice', password: 'sesame-7' });

  expect(model.problem?.type).toBe('wrong-credentials');
  expect(model.instance).toBe('lake');
  expect(everythingIn(model)).not.toContain('sesame-7');
  expect(everythingIn(lake)).not.toContain('sesame-7');
  lake.dispose();
});

test('offers the accounts that Rucio asks to choose from', async () => {
  const { service, lake } = await readyPanel();
  service.on('POST instances/lake/login', () =>
    refusal('choose-account', 409, { accounts: ['alice', 'higgs'] })
  );
  const model = new LoginModel(lake);
  model.open('lake');

  await model.send({ kind: 'userpass', username: 'alice', password: 'x' });
  expect(model.accounts).toEqual(['alice', 'higgs']);

  service.on('POST instances/lake/login', () => json(login()));
  await model.send({ kind: 'userpass', username: 'alice', password: 'x', account: 'higgs' });

  expect(service.asked.at(-1)?.body).toEqual({
    kind: 'userpass',
    username: 'alice',
    password: 'x',
    account: 'higgs'
  });
  expect(model.instance).toBeNull();
  lake.dispose();
});

test('sends once, however often the button is pressed', async () => {
  const { service, lake } = await readyPanel();
  service.on('POST instances/lake/login', () => json(login()));
  const model = new LoginModel(lake);
  model.open('lake');

  await Promise.all([
    model.send({ kind: 'userpass', username: 'alice', password: 'x' }),
    model.send({ kind: 'userpass', username: 'alice', password: 'x' })
  ]);

  expect(service.questions('POST instances/lake/login')).toBe(1);
  lake.dispose();
});

test.each([
  ['a refusal', (): Response => refusal('wrong-credentials', 401)],
  ['a login', (): Response => json(login())]
])('%s that comes when the form is another instance’s is not for it', async (_, answer) => {
  const { service, lake } = await readyPanel();
  let release = (): void => undefined;
  service.on('POST instances/lake/login', async () => {
    await new Promise<void>(resolve => {
      release = resolve;
    });
    return answer();
  });
  service.on('POST instances/pond/login', () => json(login()));
  const model = new LoginModel(lake);
  model.open('lake');
  const late = model.send({ kind: 'userpass', username: 'alice', password: 'x' });
  await until(() => service.questions('POST instances/lake/login') === 1);

  model.open('pond');
  expect(model.busy).toBe(false);
  release();
  await late;

  expect(model.instance).toBe('pond');
  expect(model.problem).toBeNull();
  await model.send({ kind: 'userpass', username: 'alice', password: 'y' });
  expect(model.instance).toBeNull();
  lake.dispose();
});

test('a form that is closed takes its login back', async () => {
  const { service, lake } = await readyPanel();
  let sent: AbortSignal | null = null;
  service.on('POST instances/lake/login', async request => {
    sent = request.signal;
    return new Promise<Response>(() => undefined);
  });
  const model = new LoginModel(lake);
  model.open('lake');
  const given = model.send({ kind: 'userpass', username: 'alice', password: 'x' });
  await until(() => sent !== null);

  model.close();
  await given;

  expect((sent as AbortSignal | null)?.aborted).toBe(true);
  expect(model.busy).toBe(false);
  expect(model.problem).toBeNull();
  lake.dispose();
});

const KINDS = { logins: ['userpass', 'x509', 'proxy', 'oidc'] };

async function opened(more: object = {}): Promise<Panel & { readonly model: LoginModel }> {
  const service = new FakeService().on('GET instances', () =>
    json({ instances: [{ ...instance('lake', 'logged-out'), ...KINDS, ...more }], default: 'lake' })
  );
  const made = await readyPanel(service);
  const model = new LoginModel(made.lake);
  model.open('lake');
  return { ...made, model };
}

function event(made: Panel, more: object): void {
  made.service.events?.write({ id: 1, type: 'login', instance: 'lake', login: more });
}

test('offers the ways that the instance takes, and begins with the one of the last login', async () => {
  const { model, lake } = await opened({ login: { state: 'logged-out', source: 'certificate' } });

  expect(model.ways).toEqual(['password', 'certificate', 'proxy', 'browser', 'token']);
  expect(model.way).toBe('certificate');
  lake.dispose();
});

test('a key or a passphrase is not kept, not even after a refusal', async () => {
  const { service, model, lake } = await opened();
  service.on('POST instances/lake/login', () =>
    refusal('passphrase-needed', 401, { reason: 'wrong-passphrase' })
  );
  service.on('POST instances/lake/login/memberships', () => json({ vo: 'escape', memberships: ['/escape'] }));

  const secrets = { kind: 'x509', pkcs12: 'S3CRET-P12', passphrase: 'S3CRET-WORD' } as const;
  await model.send(secrets);
  await model.ask('escape', secrets);

  expect(model.problem?.reason).toBe('wrong-passphrase');
  expect(everythingIn(model)).not.toContain('S3CRET');
  lake.dispose();
});

test('asks a VO what it has for somebody', async () => {
  const { service, model, lake } = await opened();
  service.on('POST instances/lake/login/memberships', () =>
    json({ vo: 'escape', memberships: ['/escape', '/escape/cms/Role=production'], server: 'voms:15000' })
  );

  const asked = model.ask('escape', { kind: 'x509', file: '/c.pem' });
  expect(model.offer('escape')).toBe('asking');
  await asked;

  expect(model.offer('escape')).toEqual(['/escape', '/escape/cms/Role=production']);
  expect(service.asked.at(-1)?.body).toEqual({ kind: 'x509', file: '/c.pem', vo: 'escape' });
  lake.dispose();
});

test('what was found is used at once, but a certificate with what else it takes', async () => {
  const { service, model, lake } = await opened();
  service.on('POST instances/lake/login', () => json(login()));
  const found = { from: '/x', identity: null, until: null, problem: null };

  model.use({ ...found, kind: 'certificate', login: { kind: 'x509', file: '/x' } });
  expect(model.way).toBe('certificate');
  expect(model.picked?.from).toBe('/x');
  expect(service.questions('POST instances/lake/login')).toBe(0);

  model.use({ ...found, kind: 'proxy', login: { kind: 'proxy', file: '/x' } });
  await until(() => model.instance === null);
  expect(service.asked.find(one => one.method === 'POST')?.body).toEqual({ kind: 'proxy', file: '/x' });
  lake.dispose();
});

test('a login in the browser is over when the service says so', async () => {
  const made = await opened();
  const { service, model, lake } = made;
  service.on('POST instances/lake/login', () => json({ page: 'https://idp.test/a', browser: 'wait' }, 202));
  await model.send({ kind: 'oidc', browser: 'wait' });
  expect(model.elsewhere).toEqual(expect.objectContaining({ page: 'https://idp.test/a', mode: 'wait' }));

  event(made, { state: 'logged-out', browser: { page: 'https://idp.test/a', until: null } });
  await until(() => lake.instance?.login.browser !== null);
  expect(model.instance).toBe('lake');
  event(made, login());

  await until(() => model.instance === null);
  lake.dispose();
});

test('a login in the browser that fails is said in the form; whoever was logged in stays so', async () => {
  const made = await opened({ login: login() });
  const { service, model, lake } = made;
  service.on('POST instances/lake/login', () => json({ page: 'https://idp.test/a', browser: 'wait' }, 202));
  await model.send({ kind: 'oidc', browser: 'wait' });

  event(made, { ...login(), renews: true });
  event(made, { ...login(), browser: { page: 'https://idp.test/a', until: null } });
  await until(() => lake.instance?.login.browser !== null);
  expect(model.elsewhere).not.toBeNull();
  event(made, {
    ...login(),
    warning: {
      kind: 'browser-failed',
      detail: 'The provider refused.',
      remedy: 'Try again.',
      action: 'log-in'
    }
  });

  await until(() => model.problem !== null);
  expect(model.problem?.detail).toBe('The provider refused.');
  expect(model.instance).toBe('lake');
  lake.dispose();
});

test('whoever gives up a login in the browser is not waited for; somebody who is logged in stays so', async () => {
  for (const before of [{ state: 'logged-out' }, login()] as const) {
    const { service, model, lake } = await opened({ login: before });
    service.on('POST instances/lake/login', () => json({ page: 'https://idp.test/a', browser: 'wait' }, 202));
    service.on('DELETE instances/lake/login/browser', () => json(before));
    await model.send({ kind: 'oidc', browser: 'wait' });

    model.close();
    await until(() => service.questions('DELETE instances/lake/login/browser') === 1);

    expect(model.instance).toBeNull();
    lake.dispose();
  }
});

test('a renewal that fails says why, and the login stays', async () => {
  const { service, model, lake } = await opened({ login: login() });
  service.on('POST instances/lake/login/renew', () => refusal('issuer-unavailable', 503));

  await model.renew('lake');

  expect(model.renewal?.type).toBe('issuer-unavailable');
  expect(lake.instance?.login.state).toBe('logged-in');
  lake.dispose();
});

function everythingIn(value: unknown): string {
  const seen = new Set<unknown>();
  const collect = (one: unknown): string => {
    if (typeof one !== 'object' || one === null) {
      return String(one);
    }
    if (seen.has(one)) {
      return '';
    }
    seen.add(one);
    return Object.values(one).map(collect).join(' ');
  };
  return collect(value);
}
