/** What authors type: {@code carve}, {@code prove} and {@code docs}. */
package workshop.course.command;
