/** The REST API: one Lambda function for each route, and the table that they share. */
package todo.api;
