package org.lakeside.auth.x509;

import org.jspecify.annotations.Nullable;

/// Something about a certificate, a key, a proxy or a VOMS server is not as it must be.
///
/// The [Kind] is for programs, the message for people: it says what was tried, on what, what came back, and what to
/// do. It never holds a passphrase or a key; it may hold the name of a file.
public final class X509Exception extends RuntimeException {
    private final Kind kind;
    private final String sentence;

    public X509Exception(Kind kind, String message) {
        this(kind, message, null);
    }

    public X509Exception(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.sentence = message;
    }

    public Kind kind() {
        return kind;
    }

    /// The same without the exception around it.
    public Finding finding() {
        return new Finding(kind, sentence);
    }

    /// What is wrong. A [Finding] has one too.
    public enum Kind {
        // ---- files
        /// The file is not there, or may not be read.
        UNREADABLE,
        /// Others can read a private key; the message has the command that mends it.
        EXPOSED,
        /// A file could not be written.
        NOT_WRITABLE,
        /// There is no certificate in it.
        NO_CERTIFICATE,
        /// There is no private key in it.
        NO_KEY,
        /// Cut off, or not what it says it is.
        DAMAGED,
        /// Whole, but of a form that this library does not know.
        NOT_UNDERSTOOD,
        /// The key is encrypted, and no passphrase was given.
        PASSPHRASE_NEEDED,
        /// The passphrase does not open it. A damaged key looks the same.
        WRONG_PASSPHRASE,
        /// The private key is another certificate's.
        KEY_DOES_NOT_BELONG,

        // ---- time
        /// A certificate, proxy or attribute certificate has ended.
        EXPIRED,
        /// It begins later.
        NOT_YET_VALID,
        /// The clocks of this machine and of the server differ too much.
        CLOCK_WRONG,

        // ---- trust
        /// No authority that is trusted here has issued it.
        UNKNOWN_AUTHORITY,
        /// A signature is not its issuer's: something was changed.
        BAD_SIGNATURE,
        /// On the revocation list of its authority.
        REVOKED,
        /// Its authority must have a revocation list, and has none.
        REVOCATION_UNKNOWN,
        /// The authority's revocation list is out of date, so nothing of that authority can be trusted.
        REVOCATION_LIST_EXPIRED,
        /// The authority may not issue certificates with such names.
        OUTSIDE_NAMESPACE,
        /// Nothing says which names the authority may issue, and here that must be said.
        NAMESPACE_UNKNOWN,
        /// A certificate in the chain may not do what it does there.
        BAD_CHAIN,
        /// A signature or key that is too weak to be believed today.
        WEAK,

        // ---- proxies
        /// It is no grid proxy.
        NOT_A_PROXY,
        /// A link of the proxy is not as RFC 3820 has it.
        BAD_PROXY,
        /// There are more proxies in the chain than one of them allows.
        TOO_DEEP,
        /// A limited proxy has signed, or should sign, one that is not limited.
        LIMITED,
        /// This certificate may not sign a proxy: an authority's, or one whose key is for something else.
        MAY_NOT_SIGN,
        /// A request to sign that is not acceptable.
        BAD_REQUEST,

        // ---- attribute certificates
        /// The attribute certificate was made for somebody else.
        ANOTHER_HOLDER,
        /// The attribute certificate is for other machines.
        ANOTHER_TARGET,
        /// Nothing in the `vomsdir` says that this server speaks for that VO.
        UNKNOWN_ISSUER,
        /// An attribute certificate that contradicts itself or cannot be read.
        BAD_ATTRIBUTES,

        // ---- VOMS servers
        /// No server is known for the VO.
        NO_SERVER,
        /// The VO does not know this certificate.
        NOT_A_MEMBER,
        /// The VO has suspended this member; the message has its reason.
        SUSPENDED,
        /// The VO has no such group or role, or not for this member.
        UNKNOWN_ATTRIBUTE,
        /// The server does not accept the certificate or proxy that was shown.
        CREDENTIAL_REFUSED,
        /// The server's own certificate cannot be trusted.
        SERVER_NOT_TRUSTED,
        /// The server's certificate is for another name.
        WRONG_HOST,
        /// Nobody answers there.
        UNREACHABLE,
        /// The server has taken too long.
        TIMEOUT,
        /// What came back is not an answer of a VOMS server.
        GARBAGE,
        /// The caller has stopped it.
        CANCELLED
    }
}
