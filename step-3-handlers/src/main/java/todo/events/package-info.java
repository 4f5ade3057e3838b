/** From changes in the table to events on the bus. */
package todo.events;
