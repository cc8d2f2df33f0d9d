package org.lakeside.server.renewal;

import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.lakeside.server.lake.identity.Identities;
import org.lakeside.server.lake.identity.Ticks;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wakes identities every now and then, so that what ends is renewed before. Quartz only ticks: what is due, they say
/// themselves, by their own clock.
public final class Renewals implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Renewals.class);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Scheduler scheduler;

    private Renewals(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    public static Renewals start(Identities identities) {
        try {
            var scheduler = new StdSchedulerFactory(settings()).getScheduler();
            scheduler.setJobFactory((_, _) -> new Tick(identities));
            scheduler.scheduleJob(
                    JobBuilder.newJob(Tick.class).withIdentity("renewals").build(),
                    TriggerBuilder.newTrigger()
                            .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                                    .withIntervalInMilliseconds(Ticks.EVERY.toMillis())
                                    .repeatForever()
                                    // After a sleep: at once, and not as often as was missed.
                                    .withMisfireHandlingInstructionNowWithExistingCount())
                            .build());
            scheduler.start();
            return new Renewals(scheduler);
        } catch (SchedulerException e) {
            throw new IllegalStateException("what renews logins could not be started", e);
        }
    }

    /// One thread, nothing on disk, and nothing that keeps the process.
    private static Properties settings() {
        var settings = new Properties();
        settings.setProperty("org.quartz.scheduler.instanceName", "renewals-" + NUMBER.incrementAndGet());
        settings.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
        settings.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        settings.setProperty("org.quartz.threadPool.threadCount", "1");
        settings.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
        settings.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
        return settings;
    }

    @Override
    public void close() {
        try {
            scheduler.shutdown(false);
        } catch (SchedulerException e) {
            log.warn("what renews logins did not end well", e);
        }
    }

    @DisallowConcurrentExecution
    private record Tick(Identities identities) implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            try {
                identities.beginToRenewWhatIsDue();
            } catch (RuntimeException e) {
                log.warn("logins could not be renewed now; trying again in {} s", Ticks.EVERY.toSeconds(), e);
            }
        }
    }
}
