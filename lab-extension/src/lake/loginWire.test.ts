import { readLogin, readLoginAnswer, readOptions } from './loginWire';

test('a login says who, from what, in which communities, until when, and what to beware of', () => {
  const login = readLogin({
    state: 'logged-in',
    account: 'alice',
    identity: '/CN=Alice',
    source: 'certificate',
    expires: '2026-11-21T12:00:00Z',
    until: '2027-11-21T12:00:00Z',
    renews: true,
    proxy: {
      identity: '/CN=Alice',
      until: '2026-11-22T00:00:00Z',
      vos: [{ vo: 'escape', fqans: ['/escape/cms', '/escape'], until: '2026-11-22T00:00:00Z' }]
    },
    token_until: null,
    browser: null,
    warning: { kind: 'not-renewed', detail: 'VOMS is away.', remedy: 'Wait.', action: 'renew' }
  });

  expect(login.until).toEqual(new Date('2027-11-21T12:00:00Z'));
  expect(login.proxy?.vos[0]?.fqans).toEqual(['/escape/cms', '/escape']);
  expect(login.warning?.action).toBe('renew');
});

test('a password is renewed while the service runs', () => {
  expect(readLogin({ state: 'logged-in', account: 'a', source: 'password' })).toMatchObject({
    until: null,
    renews: true,
    proxy: null,
    browser: null,
    warning: null
  });
});

test.each(['javascript:alert(1)', 'file:///etc/passwd', '/relative', ''])(
  'no browser is sent to %j',
  page => {
    expect(() => readLoginAnswer({ page, browser: 'wait' })).toThrow('no address');
    expect(() => readLogin({ state: 'logged-out', browser: { page, until: null } })).toThrow('no address');
  }
);

test('what was found is ready to be sent', () => {
  const { found, hours, vos } = readOptions({
    kinds: ['userpass', 'x509', 'ssh'],
    found: [
      {
        kind: 'certificate',
        from: '/home/u/.globus/usercert.pem',
        identity: null,
        until: null,
        problem: { type: '/problems/passphrase-needed', title: 'Passphrase', detail: 'It is locked.' },
        login: { kind: 'x509', file: '/home/u/.globus/usercert.pem' }
      }
    ],
    vos: ['escape'],
    voms: [],
    account: null
  });

  expect(found[0]?.login).toEqual({ kind: 'x509', file: '/home/u/.globus/usercert.pem' });
  expect(found[0]?.problem?.type).toBe('passphrase-needed');
  expect([hours, vos]).toEqual([12, ['escape']]);
});
