/** SNS: topics, subscriptions, and the inbox in which email arrives. */
package workshop.cloud.sns;
