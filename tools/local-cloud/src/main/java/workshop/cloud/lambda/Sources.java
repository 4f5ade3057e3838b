package workshop.cloud.lambda;

import workshop.cloud.dynamodb.Streams;
import workshop.cloud.sqs.Sqs;

/** What functions can be mapped to. */
public record Sources(Streams streams, Sqs queues) {}
