/** SQS: queues, their messages, and the way back from a dead-letter queue. */
package workshop.cloud.sqs;
