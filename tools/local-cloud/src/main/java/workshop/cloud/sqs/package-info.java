/** Queues: ElasticMQ keeps the messages; policies, attributes and the wiring to other services are added here. */
package workshop.cloud.sqs;
