/** DynamoDB and its streams, which are DynamoDB Local's, in this process. */
package workshop.cloud.dynamodb;
