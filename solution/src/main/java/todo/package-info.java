/** A to-do list that publishes what happens to it. */
package todo;
