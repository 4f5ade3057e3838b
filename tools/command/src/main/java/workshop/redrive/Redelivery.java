package workshop.redrive;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.sqs.model.Message;
import workshop.aws.Services;
import workshop.cloud.Json;
import workshop.cloud.lambda.FunctionError;

/**
 * Sends again what a stack has parked, and waits for what the function answers. A message is deleted only once what it is about
 * was done; what fails again stays parked.
 *
 * @param progress gets a line about everything that stays
 */
public record Redelivery(Services services, Consumer<String> progress) {

    /** What the publisher logs of a record that is no to-do, with the record's id. */
    static final String POISON = "Can't read record ";

    /**
     * What became of the messages of a queue.
     *
     * @param handedOver of how many a function has done the work
     * @param stay how many are still in the queue
     * @param poison of those that stay, how many are about records that nobody can ever publish
     */
    public record Outcome(ParkingQueue queue, int handedOver, int stay, int poison) {

        /** Whether nothing stays that could have been handed over. */
        public boolean isGood() {
            return stay == poison;
        }

        private String line() {
            String line = String.format(
                    "%-18s %5d handed over %5d stay", queue.holds().word(), handedOver, stay);
            return poison == 0 ? line : line + ", " + poison + " of them poison";
        }
    }

    /**
     * Sends again what a stack has parked, and says what came of it.
     *
     * @return whether nothing stays that could have been handed over
     */
    public static boolean ofStack(Services services, String stack, Consumer<String> progress) {
        List<ParkingQueue> queues = ParkingQueue.of(services, stack);
        if (queues.isEmpty()) {
            progress.accept("The stack " + stack + " has no parking queue; nothing to send again.");
        }
        List<Outcome> outcomes = new Redelivery(services, progress).of(queues);
        outcomes.forEach(outcome -> progress.accept(outcome.line()));
        if (outcomes.stream()
                .anyMatch(outcome ->
                        outcome.queue.holds() == ParkingQueue.Contents.FAILED_RECORDS && outcome.handedOver > 0)) {
            progress.accept(
                    "What was published is on its way to those who listen. Run redrive again in a minute to see whether one of them failed.");
        }
        return outcomes.stream().allMatch(Outcome::isGood);
    }

    public List<Outcome> of(List<ParkingQueue> queues) {
        return queues.stream().map(this::of).toList();
    }

    private Outcome of(ParkingQueue queue) {
        int hidden = queue.hidden(services);
        if (hidden > 0) {
            progress.accept(
                    "stays in " + queue.holds().word() + ", hidden: " + hidden + ". Somebody else has received that."
                            + " Try again in half a minute; in five minutes, if a redrive was stopped before its end.");
        }
        int[] counts = {0, hidden, 0};
        queue.each(services, message -> {
            List<Failure> failures = attempt(queue.holds(), message);
            failures.forEach(failure -> progress.accept(
                    "stays in " + queue.holds().word() + ": message " + message.messageId() + ": " + failure.reason));
            counts[failures.isEmpty() ? 0 : 1]++;
            counts[2] += !failures.isEmpty() && failures.stream().allMatch(Failure::isPoison) ? 1 : 0;
            return failures.isEmpty();
        });
        return new Outcome(queue, counts[0], counts[1], counts[2]);
    }

    private record Failure(String reason, boolean isPoison) {}

    private List<Failure> attempt(ParkingQueue.Contents holds, Message message) {
        try {
            return Retry.of(services, holds, message).stream()
                    .flatMap(retry -> attempt(holds, retry).stream())
                    .toList();
        } catch (AwsServiceException | IllegalArgumentException e) {
            return List.of(new Failure(e.getMessage(), false));
        }
    }

    private Optional<Failure> attempt(ParkingQueue.Contents holds, Retry retry) {
        InvokeResponse answer = services.lambda()
                .invoke(invoke -> invoke.functionName(retry.function())
                        .logType(LogType.TAIL)
                        .payload(SdkBytes.fromUtf8String(retry.payload())));
        String said = answer.payload().asUtf8String();
        if (answer.functionError() == null
                && Json.read(said).path("batchItemFailures").isEmpty()) {
            return Optional.empty();
        }
        if (holds != ParkingQueue.Contents.FAILED_RECORDS) {
            return Optional.of(
                    new Failure("the handler failed again: " + FunctionError.inOneLine(said, "todo"), false));
        }
        String log = log(answer);
        return Optional.of(new Failure(
                "the publisher can't publish record " + retry.id() + ". Its log: " + log,
                log.contains(POISON + retry.id())));
    }

    /** What the function wrote, without Lambda's own lines. */
    private static String log(InvokeResponse answer) {
        String tail = new String(Base64.getDecoder().decode(answer.logResult()), StandardCharsets.UTF_8);
        return String.join(" ", FunctionError.ownLines(tail.lines().toList(), "todo", 20));
    }
}
