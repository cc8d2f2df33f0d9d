package org.lakeside.server.lake.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.rucio.client.OidcLogin;
import org.lakeside.rucio.client.TokenSource;
import org.lakeside.rucio.client.UserPassword;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.Instances;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.identity.Login.LoggedIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is acting on each instance, and what they show there: one identity for each instance, and for each storage the
/// credential it takes. Other parts ask here and nowhere else. Passwords and passphrases stay in memory and end with
/// the process.
public final class Identities implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Identities.class);
    /// As Rucio's own client does.
    private static final Duration ASK_FOR_BROWSERS_EVERY = Duration.ofSeconds(2);

    private final Instances instances;
    private final LoginDesk desk;
    private final KeptTokens kept;
    private final Tools tools;
    private final Clock clock;
    private final Wallet wallet;
    private final Ticks ticks;
    private final BrowserWaits browserWaits;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final ExecutorService rounds = Executors.newVirtualThreadPerTaskExecutor();
    private final List<BiConsumer<String, Login>> listeners = new CopyOnWriteArrayList<>();

    public Identities(Instances instances, LoginDesk desk, KeptTokens kept, Tools tools, Clock clock) {
        this.instances = instances;
        this.desk = desk;
        this.kept = kept;
        this.tools = tools;
        this.clock = clock;
        this.wallet = new Wallet(tools.trust(), tools.discovery()::proxyLyingAbout, clock);
        this.ticks = new Ticks(clock);
        this.browserWaits = new BrowserWaits(desk, ASK_FOR_BROWSERS_EVERY);
    }

    /// Logs in, in place of whoever was logged in before; a refusal leaves that login as it was.
    ///
    /// @throws org.lakeside.server.lake.LakeException `WRONG_CREDENTIALS`, `CHOOSE_ACCOUNT`, or no answer
    public Login logIn(String instance, UserPassword credentials, Optional<String> account) {
        return logIn(instance, new PasswordMeans(credentials), account);
    }

    /// Logs in with a certificate, of which proxies are made as long as the login lasts.
    ///
    /// @param place this takes it over, as it does the passphrase
    /// @throws org.lakeside.server.lake.LakeException `PASSPHRASE_NEEDED`, `CREDENTIAL_UNUSABLE`, and as above
    public Login logIn(
            String instance, KeyPlace place, Passphrase passphrase, ProxyWish wish, Optional<String> account) {
        return logIn(instance, new CertificateMeans(place, passphrase, wish, tools.workshop(), clock), account);
    }

    /// Logs in with a proxy that somebody else makes.
    public Login logIn(String instance, ProxyPlace place, Optional<String> account) {
        return logIn(
                instance,
                new ProxyMeans(place, proxy -> ProxyChecks.requireWhole(proxy, tools, clock), clock),
                account);
    }

    /// Logs in with a token of an identity provider that somebody else renews.
    public Login logIn(String instance, TokenPlace place, Optional<String> account) {
        return logIn(instance, new TokenMeans(place, clock), account);
    }

    /// Logs in with tokens that a provider gives for one that can be refreshed.
    public Login logIn(String instance, Refreshable refreshable, Optional<String> account) {
        return logIn(instance, tools.providers().refreshing(refreshable), account);
    }

    private Login logIn(String instance, Means means, Optional<String> account) {
        var session = session(instance);
        var login = session.logIn(means, account);
        browserWaits.giveUp(session.instance());
        return login;
    }

    /// Begins a login that a person goes on with in a browser. When it is waited for, it is heard of as every login is.
    public OidcLogin beginInBrowser(String instance, boolean polling, Optional<String> account) {
        var session = session(instance);
        var wanted = account.or(session.instance()::account);
        var login = desk.begin(session.instance(), polling, wanted);
        if (!polling) return login;
        var until = clock.instant().plus(OidcLogin.LIFE);
        session.waitsForBrowser(Optional.of(new BrowserWait(login.page(), until)), Optional.empty());
        browserWaits.await(
                session.instance(),
                login,
                wanted,
                token -> session.logIn(new BrowserMeans(token), wanted),
                why -> session.waitsForBrowser(Optional.empty(), Optional.of(why)));
        return login;
    }

    /// Ends a login in a browser by the code that it has shown.
    public Login logInWithCode(String instance, String code, Optional<String> account) {
        var session = session(instance);
        var wanted = account.or(session.instance()::account);
        return logIn(instance, new BrowserMeans(desk.fetch(session.instance(), code, wanted)), wanted);
    }

    /// Renews all there is, now: a person wants it.
    ///
    /// @throws org.lakeside.server.lake.LakeException why that cannot be; what is still good stays
    public Login renew(String instance) {
        var session = session(instance);
        if (session.means().isEmpty() && !session.isLeft())
            session.upkeep().look(() -> {
                if (session.means().isEmpty()) tryWhatIsThere(session);
            });
        return session.upkeep().renewNow();
    }

    /// What a VO has for a person, to choose from.
    ///
    /// @param place this takes it over, as it does the passphrase
    /// @throws org.lakeside.server.lake.LakeException what is wrong with the key, or what the VO has against them
    public Memberships memberships(KeyPlace place, Passphrase passphrase, String vo) {
        try (var opens = passphrase) {
            return CredentialProblems.told(() -> tools.workshop().memberships(place.read(opens), vo), place.name());
        } finally {
            place.forget();
        }
    }

    /// The same for a proxy.
    public Memberships memberships(ProxyPlace place, String vo) {
        return CredentialProblems.told(
                () -> tools.workshop().memberships(place.read().credential(), vo), place.name());
    }

    /// The same for whoever is logged in.
    public Memberships memberships(String instance, String vo) {
        var session = session(instance);
        var person = switch (session.means().orElse(null)) {
            case CertificateMeans certificate -> Optional.of(certificate.read());
            case ProxyMeans means -> means.proxy().map(GridProxy::credential);
            case null, default -> Optional.<Credential>empty();
        };
        var known = person.orElseThrow(() -> new LakeException(new Problem(
                        Problem.Kind.CREDENTIAL_MISSING,
                        "You are not logged in to %s with a certificate or a grid proxy, and VOMS asks for one."
                                .formatted(session.instance().label()),
                        "Log in with one of them.")
                .with(Problem.INSTANCE, instance)));
        return CredentialProblems.told(() -> tools.workshop().memberships(known, vo), "your certificate");
    }

    /// Gives up a login in a browser; whoever is logged in stays so.
    public Login giveUpBrowser(String instance) {
        var session = session(instance);
        browserWaits.giveUp(session.instance());
        session.waitsForBrowser(Optional.empty(), Optional.empty());
        return session.login();
    }

    public Login logOut(String instance) {
        var session = session(instance);
        browserWaits.giveUp(session.instance());
        wallet.forget(session.instance());
        return session.logOut();
    }

    /// How things stand; asks nobody.
    public Login login(String instance) {
        return session(instance).login();
    }

    /// Tokens for calls to an instance, renewed while there are means to.
    public TokenSource tokens(String instance) {
        return session(instance);
    }

    /// What to show a storage for files of an instance.
    ///
    /// @param goodFor so long it must last
    /// @throws org.lakeside.server.lake.LakeException `CREDENTIAL_MISSING` when there is nothing that storage takes
    public StorageCredential credentialFor(String instance, Storage storage, Duration goodFor) {
        var session = session(instance);
        return wallet.pick(session.instance(), session.means(), storage, goodFor, session.upkeep()::renewForStorages);
    }

    /// What could be used to log in without typing, best first. Asks the hub, if there is one.
    public List<Found> found(String instance) {
        return tools.discovery().look(instances.instance(instance));
    }

    /// Looks at everything between the person and an instance.
    public List<Check> examine(String instance) {
        var session = session(instance);
        return new Doctor(tools, desk, clock).examine(session.instance(), session.login(), session.means(), session);
    }

    /// What the settings want proxies for an instance to be like.
    public ProxyWish wish(String instance) {
        return tools.discovery().wish(instances.instance(instance));
    }

    /// The VOs that can be asked for memberships.
    public List<String> vos() {
        return tools.workshop().vos();
    }

    /// Logs in to every instance with what is there, where nobody is logged in and nobody has logged out. Failures are
    /// logged; whoever wants to know why asks for [#found].
    public void logInWithWhatIsThere() {
        logInWithWhatIsThere(_ -> {});
    }

    /// The same. An issuer that hangs keeps its own instance only.
    ///
    /// @param then hears of each instance when nothing is left to be tried there
    public void logInWithWhatIsThere(Consumer<String> then) {
        instances.all().stream()
                .map(instance -> CompletableFuture.runAsync(() -> logInWithWhatIsThere(instance, then), rounds))
                .toList()
                .forEach(CompletableFuture::join);
    }

    private void logInWithWhatIsThere(Instance instance, Consumer<String> then) {
        try {
            logInWithWhatIsThere(session(instance.name()));
        } catch (RuntimeException e) {
            log.error("{}: what there is to log in with could not be used", instance.name(), e);
        } finally {
            then.accept(instance.name());
        }
    }

    /// Not beside another that does so already: what lies there would be shown twice.
    private void logInWithWhatIsThere(Session session) {
        if (!session.instance().isOpen() && session.looksForMeans())
            session.upkeep().lookUnlessSomebodyDoes(() -> tryWhatIsThere(session));
    }

    /// Whoever is shown a token can use it elsewhere: without being asked for, only the default instance is.
    private boolean isByDefault(Instance instance) {
        return instances.byDefault().equals(instance.name());
    }

    /// Without TLS nothing is shown to anybody who has not asked for it.
    private void tryWhatIsThere(Session session) {
        if (!"https".equals(session.instance().url().getScheme())) return;
        boolean refused = false;
        for (var found : tools.discovery().lookAgain(session.instance())) {
            if (found.isToken() && !isByDefault(session.instance())) continue;
            try {
                var means = found.means(tools, session.instance(), clock);
                if (means.isPresent() && session.logInUnlessSomebodyIs(means.get())) return;
            } catch (LakeException e) {
                refused = true;
                log.info(
                        "{}: no login with the {} from {}: {}",
                        session.instance().name(),
                        found.kind().word(),
                        found.from(),
                        e.getMessage());
            }
        }
        session.upkeep().foundNothing(refused);
    }

    /// Begins to renew what is due by the clock, or after a jump of it. To be called every
    /// [Ticks#EVERY]. Does not wait: an issuer that hangs keeps only its own instance from the next
    /// time.
    public void beginToRenewWhatIsDue() {
        beginRounds();
    }

    /// The same, to its end.
    void renewWhatIsDue() {
        beginRounds().forEach(CompletableFuture::join);
    }

    List<CompletableFuture<Void>> beginRounds() {
        boolean jumped = ticks.hasJumped();
        return sessions.values().stream()
                .flatMap(session -> session.upkeep().beginsRound(jumped).stream()
                        .map(has -> CompletableFuture.runAsync(() -> round(session, has), rounds)))
                .toList();
    }

    private void round(Session session, boolean jumped) {
        try {
            session.upkeep().renewWhatIsDue(jumped);
            logInWithWhatIsThere(session);
            updateFiles(session, session.login());
        } catch (RuntimeException e) {
            log.warn(
                    "{}: what is due could not be looked at", session.instance().name(), e);
        } finally {
            session.upkeep().endsRound();
        }
    }

    /// Hears of every login, renewal and logout. Must not block.
    public void listen(BiConsumer<String, Login> listener) {
        listeners.add(listener);
    }

    /// Forgets what is secret, and takes back the files for kernels.
    @Override
    public void close() {
        rounds.shutdownNow();
        browserWaits.close();
        tools.files().end(sessions.keySet());
        sessions.values().forEach(session -> session.means().ifPresent(Means::close));
    }

    private Session session(String name) {
        var known = sessions.get(name);
        return known != null ? known : sessions.computeIfAbsent(name, any -> newSession(instances.instance(name)));
    }

    private Session newSession(Instance instance) {
        return new Session(instance, desk, kept, clock, this::changed);
    }

    private void changed(Session session, Login login) {
        updateFiles(session, login);
        listeners.forEach(one -> one.accept(session.instance().name(), login));
    }

    /// The person's own, else what lies about, as all grid tools would take it. What somebody has put
    /// there in a terminal stays until it is logged in with.
    private void updateFiles(Session session, Login login) {
        var means = login instanceof LoggedIn ? session.means() : Optional.<Means>empty();
        var proxy = means.flatMap(Means::proxy);
        var token = means.flatMap(Means::token);
        var files = tools.files();
        if (proxy.isEmpty() && !session.isLeft() && !files.hasForeignProxy())
            proxy = tools.discovery().proxyLyingAbout();
        if (token.isEmpty() && !session.isLeft() && !files.hasForeignToken())
            token = tools.discovery().tokenLyingAbout();
        var name = session.instance().name();
        if (session.means().isPresent() || session.isLeft()) files.update(name, proxy, token);
        else files.updateUnlessLeft(name, proxy, token);
    }
}
