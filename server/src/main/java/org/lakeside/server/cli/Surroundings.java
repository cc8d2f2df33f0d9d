package org.lakeside.server.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/// Where the command line meets the rest of the world.
///
/// @param out results
/// @param err everything else: questions, progress, failures
record Surroundings(
        Map<String, String> environment, InputStream in, PrintStream out, PrintStream err, Terminal terminal) {}
