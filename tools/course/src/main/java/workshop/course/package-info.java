/** The course: the solution and the manifests of its steps, what is carved from them, and the proofs that it teaches. */
package workshop.course;
