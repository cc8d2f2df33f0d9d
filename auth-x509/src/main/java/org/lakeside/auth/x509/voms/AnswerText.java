package org.lakeside.auth.x509.voms;

import static org.lakeside.auth.x509.X509Exception.Kind.CREDENTIAL_REFUSED;
import static org.lakeside.auth.x509.X509Exception.Kind.GARBAGE;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_A_MEMBER;
import static org.lakeside.auth.x509.X509Exception.Kind.SUSPENDED;
import static org.lakeside.auth.x509.X509Exception.Kind.UNKNOWN_ATTRIBUTE;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lakeside.auth.x509.X509Exception;

/// The XML that VOMS servers answer with, over HTTP and over the old protocol; they differ in the frame only.
///
/// ```
/// <voms><ac>BASE64</ac><warning>…</warning></voms>
/// <voms><error><code>NoSuchUser</code><message>escape: User unknown to this VO.</message></error></voms>
/// <vomsans><error><item><number>1001</number><message>…</message></item></error><ac>QQ==</ac></vomsans>
/// ```
///
/// The certificate decides, not the status: VOMS 2.1 says 500 when it gives what was asked for with a warning, and
/// sends the letter A as a certificate beside an error. Four elements are picked out; nothing else of XML is
/// understood, so nothing else can do harm.
final class AnswerText {
    private static final Pattern CERTIFICATE = Pattern.compile("<ac>([A-Za-z0-9+/=\\s]*)</ac>");
    private static final Pattern CODE = Pattern.compile("<(?:code|number)>([^<]{0,200})</");
    private static final Pattern MESSAGE = Pattern.compile("<message>([^<]{0,2000})</message>");
    private static final Pattern WARNING = Pattern.compile("<warning>([^<]{0,2000})</warning>");
    private static final int SMALLEST = 200;

    private final String text;

    AnswerText(String text) {
        this.text = text;
    }

    boolean isOfVoms() {
        return text.contains("<voms>") || text.contains("<vomsans>");
    }

    /// What the server gave; empty when it gave nothing.
    Optional<byte[]> certificate() {
        Matcher found = CERTIFICATE.matcher(text);
        if (!isOfVoms() || !found.find()) return Optional.empty();
        try {
            return Optional.of(Base64.getMimeDecoder().decode(found.group(1))).filter(der -> der.length >= SMALLEST);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    List<String> warnings() {
        return WARNING.matcher(text).results().map(each -> plain(each.group(1))).toList();
    }

    /// Why it gave nothing.
    X509Exception refusal(Question question) {
        VomsServer server = question.server();
        String member = question.member();
        String code = first(CODE);
        String message = first(MESSAGE);
        String lower = (code + " " + message).toLowerCase(Locale.ROOT);
        if (!isOfVoms() || (code.isEmpty() && message.isEmpty()))
            return new X509Exception(
                    GARBAGE,
                    "%s did not answer as a VOMS server does. Check its line in vomses; is it the right port?"
                            .formatted(server));
        if (lower.contains("suspended"))
            return new X509Exception(
                    SUSPENDED,
                    "VO %s has suspended %s%s. Ask the VO's administrators."
                            .formatted(server.vo(), member, reason(message)));
        if (lower.contains("nosuchuser") || lower.contains("user unknown"))
            return new X509Exception(
                    NOT_A_MEMBER,
                    "VO %s does not know %s. Apply for membership with this certificate, or choose another VO."
                            .formatted(server.vo(), member));
        if (lower.contains("unable to satisfy"))
            return new X509Exception(
                    UNKNOWN_ATTRIBUTE,
                    "VO %s does not give %s to %s: there is no such group or role, or it is not for this member."
                            .formatted(server.vo(), question.request().fqans(), member));
        return new X509Exception(
                CREDENTIAL_REFUSED,
                "The VOMS server %s of %s refused: %s. Ask the VO's administrators."
                        .formatted(server, server.vo(), message));
    }

    private static String reason(String message) {
        int at = message.indexOf("reason:");
        return at < 0 ? "" : " (" + message.substring(at + "reason:".length()).strip() + ")";
    }

    private String first(Pattern pattern) {
        Matcher found = pattern.matcher(text);
        return found.find() ? plain(found.group(1)) : "";
    }

    private static String plain(String xml) {
        return xml.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&")
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
    }
}
