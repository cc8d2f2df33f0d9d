package org.lakeside.server.cli;

import tools.jackson.databind.JsonNode;

/// Shows how far a download is.
interface Progress extends AutoCloseable {
    Progress NONE = new Progress() {
        @Override
        public void show(JsonNode download) {}

        @Override
        public void close() {}
    };

    void show(JsonNode download);

    @Override
    void close();
}
