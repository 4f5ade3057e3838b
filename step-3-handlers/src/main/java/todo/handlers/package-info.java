/** What happens when an event arrives: one Lambda function for each type of event. */
package todo.handlers;
