package todo.infra;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.amazon.awscdk.services.sqs.QueueProps;
import software.constructs.Construct;

/** A queue for what failed at every attempt, kept for two weeks so that someone can look at it and send it again. */
final class ParkingQueue extends Queue {

    ParkingQueue(Construct scope, String id) {
        super(
                scope,
                id,
                QueueProps.builder()
                        .encryption(QueueEncryption.SQS_MANAGED)
                        .enforceSsl(true)
                        .retentionPeriod(Duration.days(14))
                        .removalPolicy(RemovalPolicy.DESTROY)
                        .build());
    }
}
