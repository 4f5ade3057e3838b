/** A to-do list that tells the world what happens to it. */
package todo;
