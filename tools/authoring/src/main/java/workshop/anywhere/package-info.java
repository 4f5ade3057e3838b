/** Shows that the workshop works on machines that nobody prepared: other languages, folders, clocks and settings. */
package workshop.anywhere;
