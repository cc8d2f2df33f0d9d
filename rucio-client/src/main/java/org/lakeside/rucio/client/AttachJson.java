package org.lakeside.rucio.client;

import java.util.List;

/// The body of `POST /dids/attachments`. The key is `ignore_duplicate`; Rucio's documentation has another, which it
/// does not look at (41.5.1).
record AttachJson(List<Attachment> attachments, boolean ignore_duplicate) {
    record Attachment(String scope, String name, List<DidsJson.DidKey> dids) {}

    static byte[] of(Did parent, List<Did> children) {
        Attachment one = new Attachment(parent.scope(), parent.name(), DidsJson.keys(children));
        return Json.writer().writeValueAsBytes(new AttachJson(List.of(one), true));
    }
}
