package org.lakeside.server.rucio;

import java.io.InterruptedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.RucioException;
import org.lakeside.rucio.client.Timeouts;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// What Rucio's refusals mean to a person: the second step from Rucio's answer to a sentence in the panel.
final class RucioProblems {
    private static final String UNCHANGED = "Nothing was changed; try again, or check the address in the settings.";

    private final Instance instance;
    private final URI loginUrl;
    private final Timeouts limits;

    RucioProblems(Instance instance, URI loginUrl, Timeouts limits) {
        this.instance = instance;
        this.loginUrl = loginUrl;
        this.limits = limits;
    }

    LakeException of(RucioException refusal, About about) {
        var problem = words(refusal, about).with(Problem.INSTANCE, instance.name());
        var named = about.did()
                .map(did -> problem.with(Problem.DID, did.toString()))
                .orElse(problem);
        return new LakeException(named, refusal);
    }

    private Problem words(RucioException refusal, About about) {
        return switch (refusal.kind()) {
            case NOT_FOUND ->
                new Problem(
                        Kind.DID_NOT_FOUND,
                        "There is no %s in the catalogue of %s."
                                .formatted(about.did().map(Did::toString).orElse("such thing"), instance.label()),
                        "Check the scope, or search for part of the name.");
            case NOT_AUTHENTICATED -> notAuthenticated(about);
            case NOT_PERMITTED ->
                new Problem(
                        Kind.NOT_PERMITTED,
                        "%s does not permit this to your account%s.".formatted(instance.label(), said(refusal)),
                        "Choose another account, or ask its administrators.");
            case CHOOSE_ACCOUNT -> chooseAccount(refusal.accounts(), about);
            case UNAVAILABLE ->
                LoginWords.ofCertificate(instance, loginUrl, about, refusal).orElseGet(() -> unavailable(refusal));
            case CUT -> cut(refusal);
            case NOT_RUCIO ->
                new Problem(
                        Kind.RUCIO_NOT_RUCIO,
                        "What answers as %s at %s is not a Rucio server%s."
                                .formatted(instance.label(), instance.url(), status(refusal)),
                        "Check the address in the settings, and whether a login page or a proxy stands in between.");
            case BAD_REQUEST ->
                new Problem(
                        Kind.BAD_REQUEST,
                        "%s did not accept this%s.".formatted(instance.label(), said(refusal)),
                        "Check what you typed: scopes and names have rules of their own on each Rucio.");
            case TOO_LARGE ->
                new Problem(
                        Kind.UNFORESEEN,
                        "What %s says of %s is longer than what Lakeside takes of one answer."
                                .formatted(
                                        instance.label(),
                                        about.did().map(Did::toString).orElse("this")),
                        "Open a part of it, or ask for it with Rucio's own client.");
            case CONFLICT, OVER_QUOTA, UNFORESEEN ->
                new Problem(
                        Kind.UNFORESEEN,
                        "%s refused in a way we did not foresee%s.".formatted(instance.label(), status(refusal)),
                        "Try again. If it stays, send the report's number and the log to whoever runs this Jupyter.");
        };
    }

    private Problem cut(RucioException refusal) {
        boolean stalled = refusal.getCause() instanceof InterruptedIOException;
        var problem = new Problem(
                Kind.RUCIO_UNAVAILABLE,
                "The list from %s %s, so that a part of it is missing."
                        .formatted(instance.label(), stalled ? "stopped coming" : "ended before its end"),
                "Nothing was changed; try again.");
        return stalled ? problem.with(Problem.STALLED, true) : problem;
    }

    private Problem notAuthenticated(About about) {
        if (about.login()) return LoginWords.refused(instance, about.shown());
        return new Problem(
                Kind.LOGIN_EXPIRED,
                "%s no longer accepts your login.".formatted(instance.label()),
                "Log in again; nothing was lost.");
    }

    private Problem chooseAccount(List<String> accounts, About about) {
        if (accounts.size() == 1 && about.account().isPresent())
            return LoginWords.otherAccount(instance, accounts.getFirst(), about);
        var words = switch (accounts.size()) {
            case 0 ->
                "You may act for several accounts on %s, which does not say for which.".formatted(instance.label());
            case 1 -> "%s takes this login for account %s only.".formatted(instance.label(), accounts.getFirst());
            default ->
                "You may act for several accounts on %s: %s.".formatted(instance.label(), String.join(", ", accounts));
        };
        return new Problem(
                        Kind.CHOOSE_ACCOUNT,
                        words,
                        accounts.isEmpty() ? "Type the name of one." : "Choose one of them.")
                .with(Problem.ACCOUNTS, List.copyOf(accounts));
    }

    private Problem unavailable(RucioException refusal) {
        var what = refusal.status() == 0
                ? "%s does not answer (%s).".formatted(instance.label(), reason(refusal))
                : "%s is not available at the moment: it answered %d.".formatted(instance.label(), refusal.status());
        var problem = new Problem(Kind.RUCIO_UNAVAILABLE, what, UNCHANGED);
        var wait = refusal.retryAfter().map(Duration::toSeconds).filter(seconds -> seconds > 0);
        return problem.with(Problem.RETRY_AFTER, wait.orElse(limits.silence().toSeconds()));
    }

    private String reason(RucioException refusal) {
        var url = instance.url();
        return switch (refusal.getCause()) {
            case null -> "no answer from %s".formatted(url);
            case InterruptedIOException late
            when Sign.isAboutConnecting(late) ->
                "no connection to %s within %d s"
                        .formatted(url, limits.connect().toSeconds());
            case InterruptedIOException _ ->
                "nothing came from %s within %d s"
                        .formatted(url, limits.silence().toSeconds());
            case UnknownHostException _ -> "there is no host %s, or no network".formatted(url.getHost());
            case SSLPeerUnverifiedException _ ->
                "%s answers with a certificate of another name; check the address".formatted(url);
            case SSLException _ ->
                "%s does not show a certificate that is trusted here; add its CA to ca_files".formatted(url);
            case Throwable other -> "%s at %s".formatted(text(deepest(other)), url);
        };
    }

    private static String text(Throwable failure) {
        var message = failure.getMessage();
        return message == null ? "the connection was lost" : message.toLowerCase(Locale.ROOT);
    }

    private static Throwable deepest(Throwable failure) {
        var deepest = failure;
        while (deepest.getCause() != null) deepest = deepest.getCause();
        return deepest;
    }

    private static String said(RucioException refusal) {
        return refusal.said().isBlank() ? "" : ": " + withoutEnd(refusal.said());
    }

    private static String status(RucioException refusal) {
        return refusal.status() == 0 ? "" : ": it answered %d".formatted(refusal.status());
    }

    private static String withoutEnd(String sentence) {
        return sentence.strip().replaceAll("[.\\s]+$", "");
    }
}
