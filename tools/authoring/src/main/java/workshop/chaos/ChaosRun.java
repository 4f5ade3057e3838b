package workshop.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import workshop.aws.Services;
import workshop.cloud.faults.Fault;
import workshop.local.RunningProject;
import workshop.local.TodoApi;
import workshop.redrive.Parked;
import workshop.redrive.ParkingQueue;
import workshop.redrive.Redelivery;
import workshop.redrive.StreamRecords;
import workshop.table.TodoTable;

/**
 * One run of the system under faults: changes, then quiet, then everything that was parked again, then the check of the guarantees.
 *
 * @param seed decides what is done and what goes wrong, as far as threads and processes let it
 */
record ChaosRun(RunningProject running, Services services, int changes, long seed, Consumer<String> out) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(2);
    private static final Duration PROGRESS = Duration.ofSeconds(10);
    private static final int ROUNDS = 70;
    private static final long LOOK_MILLIS = 50;

    GuaranteeCheck run() throws InterruptedException {
        Observations observations = new Observations(running.account());
        TodoApi api = running.api();
        Workload workload = new Workload(api, new TodoTable(services.dynamoDb(), running.output("TableName")));
        FaultInjection faults = new FaultInjection(running.account().faults(), seed);
        faults.begin();
        long start = System.nanoTime();
        work(workload, faults);
        out.accept(workload.done() + " changes confirmed in " + seconds(start) + " s; the API asked " + api.throttled()
                + " times to come back later");
        boolean quiet = running.awaitQuiet(Duration.ofSeconds(1), PATIENCE);
        out.accept("what went wrong:");
        running.account().faults().all().stream().map(ChaosRun::line).forEach(out);
        running.account().faults().clear();

        GuaranteeCheck guarantees = new GuaranteeCheck(
                StreamRecords.ofTable(services, running.output("TableName")).all().stream()
                        .flatMap(record -> Change.of(record).stream())
                        .toList(),
                workload.poison,
                observations);
        if (!quiet) {
            guarantees.violated("not quiet after " + PATIENCE.toMinutes() + " minutes: something is still under way");
        }
        guarantees.stream(workload.confirmed);
        List<ParkingQueue> queues = ParkingQueue.of(services, running.stackName());
        guarantees.beforeRedrive(activity(), Parked.in(services, queues));
        redrive(queues, workload.poison.size());
        guarantees.afterRedrive(activity(), Parked.in(services, queues));
        guarantees.mails();
        out.accept("in all " + seconds(start) + " s");
        return guarantees;
    }

    /** Does the changes, with an outage of each kind spread over them. */
    private void work(Workload workload, FaultInjection faults) throws InterruptedException {
        CompletableFuture<Void> work = CompletableFuture.runAsync(() -> {
            try {
                workload.run(changes, seed);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        int outages = 0;
        long shown = System.nanoTime();
        while (!work.isDone()) {
            if (outages < FaultInjection.kinds()
                    && workload.done() >= (long) changes * (outages + 1) / (FaultInjection.kinds() + 2)) {
                faults.outage(outages++);
            }
            if (System.nanoTime() - shown > PROGRESS.toNanos()) {
                shown = System.nanoTime();
                out.accept("… " + workload.done() + " of " + changes + " changes");
            }
            Thread.sleep(LOOK_MILLIS);
        }
        try {
            work.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** Redrives until only poison stays. An event whose handler died for good waits until its lease is over. */
    private void redrive(List<ParkingQueue> queues, int poison) throws InterruptedException {
        Redelivery redelivery = new Redelivery(services, line -> {});
        for (int round = 1; round <= ROUNDS; round++) {
            List<Redelivery.Outcome> outcomes = redelivery.of(queues);
            running.awaitQuiet(Duration.ofSeconds(1), PATIENCE);
            int over =
                    outcomes.stream().mapToInt(Redelivery.Outcome::handedOver).sum();
            int stays = outcomes.stream().mapToInt(Redelivery.Outcome::stay).sum();
            out.accept("redrive " + round + ": " + over + " handed over, " + stays + " stay");
            if (over == 0 && stays == poison) {
                return;
            }
            if (over == 0) {
                Thread.sleep(BETWEEN_ROUNDS.toMillis());
            }
        }
    }

    private Map<String, Activity> activity() {
        return Activity.of(services.dynamoDb(), running.output("ActivityTableName"));
    }

    private static String line(Fault fault) {
        String effect = fault.effect().word();
        return String.format("  %5d × %-12s %-20s %s", fault.strikes().get(), effect, fault.on(), fault.function());
    }

    private static long seconds(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toSeconds();
    }
}
