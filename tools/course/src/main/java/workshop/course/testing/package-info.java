/** Compiles a project and runs its tests in a process that stays warm, so that the next run takes a second. */
package workshop.course.testing;
