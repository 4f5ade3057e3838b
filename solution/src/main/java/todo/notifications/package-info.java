/** The email about a completed to-do. */
package todo.notifications;
