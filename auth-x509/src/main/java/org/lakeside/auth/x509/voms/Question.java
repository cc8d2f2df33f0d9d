package org.lakeside.auth.x509.voms;

import org.lakeside.auth.x509.tls.TlsIdentity;

/// Who asks which server for what.
///
/// @param member the name in the person's certificate, for messages
record Question(VomsServer server, VomsRequest request, TlsIdentity identity, String member) {}
