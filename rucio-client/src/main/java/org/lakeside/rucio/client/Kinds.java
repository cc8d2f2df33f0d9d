package org.lakeside.rucio.client;

import org.lakeside.rucio.client.RucioException.Kind;

/// From Rucio's words for a refusal to what a caller can do about it.
final class Kinds {
    private Kinds() {}

    /// Rucio answers 401 both to "who are you?" and to "you may not", and 500 to many mistakes of the asker; only the
    /// class tells them apart.
    static Kind ofClass(int status, String exceptionClass) {
        return switch (exceptionClass) {
            case "CannotAuthenticate", "IdentityError", "IdentityNotFound" -> Kind.NOT_AUTHENTICATED;
            case "AccessDenied", "ScopeAccessDenied", "CannotAuthorize", "RSEWriteBlocked" -> Kind.NOT_PERMITTED;
            case "InsufficientAccountLimit", "RSEOverQuota" -> Kind.OVER_QUOTA;
            case "ResourceTemporaryUnavailable", "ServiceUnavailable", "DatabaseException" -> Kind.UNAVAILABLE;
            case "UnsupportedOperation", "UnsupportedStatus", "Duplicate", "DuplicateContent", "DuplicateRule" ->
                Kind.CONFLICT;
            case "DIDFilterSyntaxError", "InputValidationError", "KeyError", "ValueError", "TypeError" ->
                Kind.BAD_REQUEST;
            default -> {
                if (exceptionClass.endsWith("NotFound")) {
                    yield Kind.NOT_FOUND;
                }
                if (exceptionClass.endsWith("AlreadyExists")) {
                    yield Kind.CONFLICT;
                }
                yield exceptionClass.startsWith("Invalid") ? Kind.BAD_REQUEST : ofStatus(status);
            }
        };
    }

    static Kind ofStatus(int status) {
        return switch (status) {
            case 400, 405, 406, 411, 413, 414, 431 -> Kind.BAD_REQUEST;
            case 401 -> Kind.NOT_AUTHENTICATED;
            case 403 -> Kind.NOT_PERMITTED;
            case 404 -> Kind.NOT_FOUND;
            case 409 -> Kind.CONFLICT;
            case 429, 502, 503, 504 -> Kind.UNAVAILABLE;
            default -> Kind.UNFORESEEN;
        };
    }
}
