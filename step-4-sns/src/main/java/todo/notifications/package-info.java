/** The mail about a completed to-do. */
package todo.notifications;
