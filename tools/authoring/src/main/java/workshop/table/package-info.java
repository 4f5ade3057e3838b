/** The table of to-dos, written past the API. */
package workshop.table;
