package org.lakeside.server.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.lakeside.server.index.Database.Write;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what many ask for, in order, as few transactions: all that has gathered meanwhile goes into the next one.
///
/// After a full or failing disk nobody knows what state a connection is in: SQLite may have rolled back by itself, or
/// could not. So the next transaction after a failure gets a new one.
final class Writer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Writer.class);
    private static final int MOST_AT_ONCE = 1000;
    private static final Order END = new Order(_ -> {});

    private final Connector connector;
    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean ending;
    private @Nullable Connection connection; // of the writing thread

    /// Opens a connection.
    interface Connector {
        Connection connect() throws SQLException;
    }

    private record Order(Write write, CompletableFuture<Optional<SQLException>> outcome) {
        Order(Write write) {
            this(write, new CompletableFuture<>());
        }
    }

    Writer(Connector connector) {
        this.connector = connector;
        this.thread = Thread.ofPlatform().name("index-writer").daemon().start(this::work);
    }

    void write(Write write) throws SQLException {
        if (ending) throw new SQLException("the index is closed");
        var order = new Order(write);
        orders.add(order);
        Optional<SQLException> failure = order.outcome().join();
        if (failure.isPresent()) throw failure.get();
    }

    /// What has been ordered is written first.
    @Override
    public void close() {
        ending = true;
        orders.add(END);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private void work() {
        boolean more = true;
        while (more) {
            List<Order> batch = next();
            more = !batch.remove(END);
            if (!batch.isEmpty()) write(batch);
        }
        for (Order late : orders) late.outcome().complete(Optional.of(new SQLException("the index is closed")));
        disconnect();
    }

    private List<Order> next() {
        List<Order> batch = new ArrayList<>();
        try {
            batch.add(orders.take());
        } catch (InterruptedException e) {
            batch.add(END); // nobody interrupts this thread but the end of everything
        }
        orders.drainTo(batch, MOST_AT_ONCE);
        return batch;
    }

    private void write(List<Order> batch) {
        Optional<SQLException> failure = transaction(batch);
        if (failure.isEmpty() || batch.size() == 1) {
            batch.forEach(order -> order.outcome().complete(failure));
        } else {
            // One of them spoilt it for all: each on its own.
            for (Order order : batch) order.outcome().complete(transaction(List.of(order)));
        }
    }

    private Optional<SQLException> transaction(List<Order> batch) {
        try {
            Connection on = connected();
            for (Order order : batch) order.write().to(on);
            on.commit();
            return Optional.empty();
        } catch (Throwable e) { // whatever it is: somebody waits for the outcome, and others for the next one
            disconnect();
            return Optional.of(e instanceof SQLException sql ? sql : new SQLException(e));
        }
    }

    private Connection connected() throws SQLException {
        Connection known = connection;
        if (known != null) return known;
        Connection opened = connector.connect();
        connection = opened;
        opened.setAutoCommit(false);
        return opened;
    }

    /// Takes back what has not been committed.
    private void disconnect() {
        Connection old = connection;
        connection = null;
        if (old == null) return;
        try {
            old.close();
        } catch (SQLException e) {
            log.warn("the index did not close well", e);
        }
    }
}
