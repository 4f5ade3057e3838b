/** SNS: topics, subscriptions, and the inbox in which e-mail arrives. */
package workshop.cloud.sns;
