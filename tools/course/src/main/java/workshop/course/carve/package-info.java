/** How a checkpoint comes out of the solution: regions, what stands in their place, and the folders that are written. */
package workshop.course.carve;
