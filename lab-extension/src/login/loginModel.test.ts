import { json, login, readyPanel, refusal, until } from '../testing/fakeService';
import { LoginModel } from './loginModel';

test('keeps no password, not even after a refusal', async () => {
  const { service, lake } = await readyPanel();
  service.on('POST instances/lake/login', () => refusal('wrong-credentials', 401));
  const model = new LoginModel(lake);
  model.open('lake');

  await model.send({ username: 'alice', password: 'sesame-7' });

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

  await model.send({ username: 'alice', password: 'x' });
  expect(model.accounts).toEqual(['alice', 'higgs']);

  service.on('POST instances/lake/login', () => json(login()));
  await model.send({ username: 'alice', password: 'x', account: 'higgs' });

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
    model.send({ username: 'alice', password: 'x' }),
    model.send({ username: 'alice', password: 'x' })
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
  const late = model.send({ username: 'alice', password: 'x' });
  await until(() => service.questions('POST instances/lake/login') === 1);

  model.open('pond');
  expect(model.busy).toBe(false);
  release();
  await late;

  expect(model.instance).toBe('pond');
  expect(model.problem).toBeNull();
  await model.send({ username: 'alice', password: 'y' });
  expect(model.instance).toBeNull();
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
