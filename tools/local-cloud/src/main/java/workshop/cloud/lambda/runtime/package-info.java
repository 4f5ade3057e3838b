/** What runs inside a function's own process: the client of the Lambda Runtime API. It uses nothing of the account. */
package workshop.cloud.lambda.runtime;
