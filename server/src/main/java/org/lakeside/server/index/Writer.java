package org.lakeside.server.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.lakeside.server.index.Database.Write;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what many ask for, in order, as few transactions: all that has gathered meanwhile goes into the next one.
final class Writer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Writer.class);
    private static final int MOST_AT_ONCE = 1000;
    private static final Order END = new Order(_ -> {});

    private final Connection connection;
    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean ending;

    private record Order(Write write, CompletableFuture<Optional<SQLException>> outcome) {
        Order(Write write) {
            this(write, new CompletableFuture<>());
        }
    }

    Writer(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
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
        try {
            connection.close();
        } catch (SQLException e) {
            log.warn("the index did not close well", e);
        }
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
            for (Order order : batch) order.write().to(connection);
            connection.commit();
            return Optional.empty();
        } catch (SQLException | RuntimeException e) {
            rollBack();
            return Optional.of(e instanceof SQLException sql ? sql : new SQLException(e));
        }
    }

    private void rollBack() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            log.error("the index could not roll back", e);
        }
    }
}
