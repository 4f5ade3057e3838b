package workshop.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import workshop.aws.AccountAccess;
import workshop.aws.Services;
import workshop.cloud.Account;
import workshop.cloud.Options;
import workshop.redrive.Redelivery.Outcome;

class RedeliveryTest {
    private final List<String> told = new ArrayList<>();

    private Account account;
    private Services services;
    private ParkingQueue queue;

    @BeforeEach
    void park() {
        account = Account.open(Options.defaults().withPort(0).withRetryUnit(Duration.ofMillis(1)));
        services = Services.of(AccountAccess.ofLocalCloud(account.endpoint()));
        String url = services.sqs()
                .createQueue(create -> create.queueName("UnhandledEvents"))
                .queueUrl();
        services.sqs().sendMessage(send -> send.queueUrl(url).messageBody("no event"));
        queue = new ParkingQueue(ParkingQueue.Contents.UNHANDLED_EVENTS, url);
    }

    @AfterEach
    void close() {
        services.close();
        account.close();
    }

    @Test
    void whatCanNotBeHandedOverStaysAndCanBeReceivedAtOnce() {
        assertThat(redelivered()).isEqualTo(new Outcome(queue, 0, 1));
        assertThat(told).singleElement().asString().contains("stays in UnhandledEvents", "it is no JSON");
        assertThat(receive()).hasSize(1);
    }

    @Test
    void whatSomebodyElseHasReceivedStaysAndIsTold() {
        receive();
        assertThat(redelivered()).isEqualTo(new Outcome(queue, 0, 1));
        assertThat(told).singleElement().asString().contains("stays in UnhandledEvents: 1 hidden");
    }

    private Outcome redelivered() {
        return new Redelivery(services, told::add).of(List.of(queue)).get(0);
    }

    private List<Message> receive() {
        return services.sqs().receiveMessage(get -> get.queueUrl(queue.url())).messages();
    }
}
