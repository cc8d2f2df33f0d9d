package org.lakeside.auth.x509.voms;

import static org.lakeside.auth.x509.X509Exception.Kind.CANCELLED;
import static org.lakeside.auth.x509.X509Exception.Kind.GARBAGE;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_A_MEMBER;
import static org.lakeside.auth.x509.X509Exception.Kind.NO_CERTIFICATE;
import static org.lakeside.auth.x509.X509Exception.Kind.NO_SERVER;
import static org.lakeside.auth.x509.X509Exception.Kind.SUSPENDED;
import static org.lakeside.auth.x509.X509Exception.Kind.TIMEOUT;
import static org.lakeside.auth.x509.X509Exception.Kind.UNKNOWN_ATTRIBUTE;
import static org.lakeside.auth.x509.X509Exception.Kind.UNREACHABLE;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.X509Exception.Kind;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.credential.ProxyMark;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.auth.x509.tls.TlsIdentity;

/// Asks VOMS servers for attribute certificates.
///
/// A VO may have several servers: they are tried in order, the one that answered last time first. The next one is
/// asked when a server does not answer, or not sensibly; what a server says about the member is the VO's word and
/// ends it.
///
/// A call blocks until it has an answer. Interrupting its thread breaks it off at once.
public final class VomsClient {
    /// Longest wait for one server.
    public static final Duration USUAL_LIMIT = Duration.ofSeconds(20);

    private static final Set<Kind> FINAL = EnumSet.of(NOT_A_MEMBER, SUSPENDED, UNKNOWN_ATTRIBUTE, CANCELLED);
    /// Of several failures the one that tells most.
    private static final List<Kind> LEAST_TELLING = List.of(UNREACHABLE, TIMEOUT, GARBAGE);

    private final ServerTrust trust;
    private final Vomses servers;
    private final Duration limit;
    private final Clock clock;
    private final ServerCall call;
    private final ConcurrentMap<String, VomsServer> answeredLast = new ConcurrentHashMap<>();

    /// @param base its dispatcher and DNS are used; time limits are set here
    public VomsClient(ServerTrust trust, Vomses servers, OkHttpClient base, Duration limit, Clock clock) {
        this.trust = trust;
        this.servers = servers;
        this.limit = limit;
        this.clock = clock;
        this.call = new ServerCall(base, limit);
    }

    public VomsClient(ServerTrust trust, Vomses servers) {
        this(trust, servers, new OkHttpClient(), USUAL_LIMIT, Clock.systemUTC());
    }

    /// Asks several VOs at once; the answers are in the order of the requests.
    ///
    /// @param member with a certificate, or with a proxy that still lives
    public List<VomsAnswer> ask(Credential member, List<VomsRequest> requests) {
        if (requests.size() == 1) return List.of(ask(member, requests.getFirst()));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<VomsAnswer>> asked = requests.stream()
                    .map(request -> threads.submit(() -> ask(member, request)))
                    .toList();
            try {
                var answers = new ArrayList<VomsAnswer>();
                for (Future<VomsAnswer> each : asked) answers.add(result(each));
                return answers;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw cancelled();
            } finally {
                asked.forEach(each -> each.cancel(true));
            }
        }
    }

    private static VomsAnswer result(Future<VomsAnswer> asked) throws InterruptedException {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof X509Exception ours) throw ours;
            throw new IllegalStateException(e.getCause());
        }
    }

    public VomsAnswer ask(Credential member, VomsRequest request) {
        Finding.throwFirst(member.problemsAt(clock.instant()));
        X509Certificate person = ProxyMark.person(member.chain())
                .orElseThrow(() -> new X509Exception(
                        NO_CERTIFICATE,
                        "The proxy has no certificate of a person behind it, which VOMS needs. Make the proxy again."));
        TlsIdentity identity = TlsIdentity.of(trust, member);
        Map<VomsServer, X509Exception> failures = new LinkedHashMap<>();
        for (VomsServer server : inOrder(request.vo()))
            try {
                VomsAnswer answer = withinLimit(
                        server,
                        breakOff -> call.ask(
                                new Question(
                                        server,
                                        request,
                                        identity,
                                        Dn.subject(person).slashed()),
                                breakOff));
                AnswerCheck.check(answer.attributes(), request, server, person, clock.instant());
                answeredLast.put(server.vo(), server);
                return answer;
            } catch (X509Exception e) {
                if (FINAL.contains(e.kind())) throw e;
                failures.put(server, e);
            }
        throw nobody(request.vo(), failures);
    }

    private List<VomsServer> inOrder(String vo) {
        List<VomsServer> known = servers.of(vo);
        if (known.isEmpty())
            throw new X509Exception(
                    NO_SERVER,
                    "No VOMS server is known for VO %s; known are %s. Ask the VO for its line in vomses, and put it into ~/.voms/vomses or /etc/vomses."
                            .formatted(vo, servers.vos()));
        VomsServer last = answeredLast.get(known.getFirst().vo());
        return known.stream()
                .sorted(Comparator.comparing(server -> !server.equals(last)))
                .toList();
    }

    private interface Asking {
        VomsAnswer with(BreakOff breakOff);
    }

    /// In a thread of its own, so that neither a silent server nor a deaf socket keeps the caller.
    private VomsAnswer withinLimit(VomsServer server, Asking asking) {
        var breakOff = new BreakOff();
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<VomsAnswer> task = () -> asking.with(breakOff);
            Future<VomsAnswer> answer = thread.submit(task);
            try {
                return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw call.silent(server, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw cancelled();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof X509Exception ours) throw ours;
                throw new IllegalStateException(e.getCause());
            } finally {
                breakOff.now();
                thread.shutdownNow();
            }
        }
    }

    private static X509Exception cancelled() {
        return new X509Exception(CANCELLED, "Asking VOMS was broken off.");
    }

    private static X509Exception nobody(String vo, Map<VomsServer, X509Exception> failures) {
        var telling = failures.values().stream()
                .min(Comparator.comparingInt(e -> LEAST_TELLING.contains(e.kind()) ? 1 : 0))
                .orElseThrow();
        if (failures.size() == 1) return telling;
        String each = failures.values().stream()
                .map(e -> e.finding().sentence())
                .distinct()
                .collect(Collectors.joining(" "));
        var all = new X509Exception(
                telling.kind(),
                "None of the %d VOMS servers of %s helped. %s".formatted(failures.size(), vo, each),
                telling);
        failures.values().forEach(all::addSuppressed);
        return all;
    }
}
