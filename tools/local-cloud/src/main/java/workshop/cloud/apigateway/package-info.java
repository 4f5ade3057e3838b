/** REST APIs whose methods are Lambda functions, served under {@code /_api/{restApiId}/{stage}/}. */
package workshop.cloud.apigateway;
